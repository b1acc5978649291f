rules = ["alpha", "beta"]
