mod members;
mod queue;
mod rotation;
mod rules;
mod schedule;
mod setup;
mod world;
