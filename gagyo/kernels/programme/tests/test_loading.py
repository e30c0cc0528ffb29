import subprocess
import sys

CHECK = """
import sys
import gagyo.kernels.programme.propose
import gagyo.kernels.programme.reasons
import gagyo.kernels.programme.clashes
print(sorted({name.split(".")[0] for name in sys.modules} & {"ortools", "numpy", "pandas"}))
"""


def test_the_solver_is_loaded_only_where_it_solves() -> None:
    done = subprocess.run([sys.executable, "-c", CHECK], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
