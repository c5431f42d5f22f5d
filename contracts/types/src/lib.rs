//! The data formats of Smart L2: header, element, state claim, parameters, verdicts.
