//! The store from outside: what it promises holds across connections, processes and restarts.

mod commit;
mod common;
mod evidence;
mod job;
