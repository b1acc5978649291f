//! azlogs-emulator
