//! Bicep text to tree to ARM template.
