//! The shell.

fn main() {
    glassbox_web::site::run();
}
