//! The live socket as a page meets it, over a real WebSocket on loopback.

mod bad_input;
mod evidence;
mod face;
mod load;
mod lock;
mod page;
mod viewfinder;
