//! The actors of Smart L2 and the flows that they play.
