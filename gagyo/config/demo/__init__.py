"""The sample data: real bodies and ties, invented people marked as sample, an account for every role."""

from gagyo.config.demo.load import RealDataThereError, load_sample

__all__ = ["RealDataThereError", "load_sample"]
