//! What one sees around the stage.
