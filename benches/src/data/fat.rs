//! Fat rows.

use serde_json::{Value, json};

use super::random::Random;
use crate::rows::Fat;

pub(super) fn row(random: &mut Random) -> Fat<String> {
    let count = 24 + random.below(16);
    let resources: Vec<Value> = (0..count).map(|index| resource(random, index)).collect();
    Fat {
        time_generated: random.instant(),
        event_id: random.guid(),
        source: random.host(),
        payload: json!({
            "operation": random.pick(&["Snapshot", "Inventory", "Diff"]),
            "count": count,
            "resources": resources,
        }),
    }
}

fn resource(random: &mut Random, index: u32) -> Value {
    let metrics: Vec<f64> = (0..8).map(|_| random.float(1000)).collect();
    let last_error = random.one_in(4).then(|| random.message());
    json!({
        "id": format!("/subscriptions/{}/resourceGroups/rg-{}/providers/Microsoft.Compute/virtualMachines/{}", random.guid(), random.skewed(40), random.host()),
        "index": index,
        "enabled": !random.one_in(3),
        "properties": {
            "provisioningState": random.pick(&["Succeeded", "Succeeded", "Failed", "Updating"]),
            "address": {"private": random.ip(), "mac": random.mac(), "subnet": format!("snet-{}", random.below(12))},
            "hash": random.hex(40),
            "lastError": last_error,
            "metrics": metrics,
        },
        "tags": {"env": random.pick(&["prod", "dev", "test"]), "owner": format!("{}@contoso.net", random.user())},
        "note": random.message(),
    })
}
