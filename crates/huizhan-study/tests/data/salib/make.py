"""Makes the reference results beside this file: pip install SALib==1.5.1 "pandas<3"; python make.py"""

import numpy as np
from SALib.analyze import morris, sobol
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from SALib.test_functions import Ishigami, Sobol_G

CASES = {
    "ishigami": ({"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[0, 1]] * 3}, lambda x: Ishigami.evaluate(2 * np.pi * x - np.pi)),
    "sobol_g": ({"num_vars": 8, "names": [f"x{i}" for i in range(8)], "bounds": [[0, 1]] * 8}, Sobol_G.evaluate),
}

for name, (problem, function) in CASES.items():
    x = sobol_sample.sample(problem, 64, calc_second_order=False, seed=1)
    y = function(x)
    s = sobol.analyze(problem, y, calc_second_order=False, seed=1)
    np.savetxt(f"{name}_sobol_outputs.csv", y, fmt="%.17g")
    np.savetxt(f"{name}_sobol_indices.csv", np.c_[s["S1"], s["ST"]], fmt="%.17g", delimiter=",")
    x = morris_sample.sample(problem, 12, num_levels=4, seed=1)
    y = function(x)
    m = morris.analyze(problem, x, y, num_levels=4, seed=1)
    np.savetxt(f"{name}_morris_points.csv", np.c_[x, y], fmt="%.17g", delimiter=",")
    np.savetxt(f"{name}_morris_effects.csv", np.c_[m["mu"], m["mu_star"], m["sigma"]], fmt="%.17g", delimiter=",")
