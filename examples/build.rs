//! Generates the structs of `infra/orders.template.json`, for `src/bin/build_types.rs`.

fn main() -> Result<(), azlogs_dcr_gen::Error> {
    azlogs_dcr_gen::Config::new()
        .dcr("infra/orders.template.json")
        .derive("serde::Serialize")
        .required("Custom-Orders", "OrderId")
        .field_name("Custom-Orders", "type", "kind")
        .compile()
}
