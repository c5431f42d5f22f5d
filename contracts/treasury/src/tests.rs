mod hostile;
mod ledger;
mod locks;
mod money;
mod replay;
mod setup;
mod world;
