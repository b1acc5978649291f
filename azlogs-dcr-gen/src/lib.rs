//! azlogs-dcr-gen
