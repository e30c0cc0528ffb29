"""The sample data: real bodies and ties, invented people marked as sample, an account for every role."""

from gagyo.config.sample.load import RealDataThereError, SampleSummary, holds_real_data, load_sample

__all__ = ["RealDataThereError", "SampleSummary", "holds_real_data", "load_sample"]
