//! Brings generated code into a crate.

/// Includes what `azlogs_dcr_gen::Config::compile` generated in the crate's build script.
///
/// The argument is the name given to `Config::out_file`, `"dcr.rs"` where none was given.
///
/// ```text
/// mod dcr {
///     azlogs::include_dcr!();
/// }
/// ```
#[macro_export]
macro_rules! include_dcr {
    () => {
        $crate::include_dcr!("dcr.rs");
    };
    ($file:literal) => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "include_dcr! includes what azlogs_dcr_gen::Config::compile() generates in build.rs, but there is no build.rs"
            ),
            "/",
            $file
        ));
    };
}
