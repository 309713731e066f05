//! Exposure and, later, reach, names and access: findings, without text.
