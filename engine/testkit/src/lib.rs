//! Marker reader and golden helpers; development only.
