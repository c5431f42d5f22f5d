mod hostile;
mod ledger;
mod locks;
mod model;
mod money;
mod schedule;
mod setup;
mod world;
