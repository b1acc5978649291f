//! Wide rows.

use serde_json::json;

use super::random::Random;
use crate::rows::Wide;

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15",
    "curl/8.5.0",
    "Go-http-client/1.1",
];

#[expect(clippy::too_many_lines, reason = "a line a column")]
pub(super) fn row(random: &mut Random) -> Wide<String> {
    let (vendor, product) = [
        ("Palo Alto Networks", "PAN-OS"),
        ("Fortinet", "Fortigate"),
        ("Check Point", "VPN-1 & FireWall-1"),
        ("Cisco", "ASA"),
    ][random.below(4) as usize];
    let action = random.pick(&["allow", "allow", "allow", "deny", "drop", "reset-both"]);
    let (file, translated) = (random.one_in(4), random.one_in(3));
    Wide {
        time_generated: random.instant(),
        device_vendor: vendor.into(),
        device_product: product.into(),
        device_version: format!("10.{}.{}", random.below(3), random.below(12)),
        device_event_class_id: (100_000 + random.skewed(900)).to_string(),
        activity: random
            .pick(&[
                "TRAFFIC end",
                "THREAT url",
                "TRAFFIC drop",
                "Built inbound TCP connection",
            ])
            .into(),
        log_severity: random.below(10).to_string(),
        original_log_severity: random.one_in(2).then(|| random.below(10).to_string()),
        additional_extensions: extensions(random),
        device_action: action.into(),
        application_protocol: random
            .pick(&["ssl", "web-browsing", "dns", "ssh", "quic"])
            .into(),
        event_count: 1 + number(random.skewed(20)),
        destination_dns_domain: random.one_in(2).then(|| "contoso.net".into()),
        destination_service_name: random.pick(&["https", "http", "domain", "ssh"]).into(),
        destination_translated_address: translated.then(|| random.ip()),
        destination_translated_port: translated.then(|| 1024 + number(random.below(60_000))),
        communication_direction: random.pick(&["Inbound", "Outbound", "Internal"]).into(),
        device_external_id: format!("0128010000{:02}", random.skewed(64)),
        device_facility: random.pick(&["local4", "local7"]).into(),
        device_inbound_interface: format!("ethernet1/{}", random.below(8)),
        device_outbound_interface: format!("ethernet1/{}", random.below(8)),
        process_name: random
            .pick(&["svchost.exe", "chrome.exe", "sshd", "nginx", "java"])
            .into(),
        destination_host_name: random.host(),
        destination_mac_address: random.mac(),
        destination_nt_domain: "CONTOSO".into(),
        destination_process_id: number(random.below(65_536)),
        destination_user_privileges: random.pick(&["User", "Administrator", "Guest"]).into(),
        destination_port: [443, 80, 22, 53][random.below(4) as usize],
        destination_ip: random.ip(),
        device_time_zone: "UTC+0".into(),
        destination_user_id: format!(
            "S-1-5-21-{}-{}",
            1_000_000_000 + random.skewed(4000),
            1000 + random.skewed(2000)
        ),
        destination_user_name: format!("CONTOSO\\{}", random.user()),
        device_address: format!("10.0.{}.{}", random.below(4), random.below(8)),
        device_name: format!("fw-{:02}", random.below(16)),
        device_mac_address: random.mac(),
        process_id: number(random.below(65_536)),
        external_id: i64::from(random.below(u32::MAX)) << 8,
        file_hash: file.then(|| random.hex(64)),
        file_name: file.then(|| {
            format!(
                "C:\\Users\\{}\\Downloads\\{}.pdf",
                random.user(),
                random.hex(8)
            )
        }),
        file_size: file.then(|| random.skewed(50_000_000).into()),
        received_bytes: random.skewed(5_000_000).into(),
        sent_bytes: random.skewed(1_000_000).into(),
        message: random.message(),
        protocol: random.pick(&["TCP", "UDP", "ICMP"]).into(),
        request_url: format!(
            "https://{}/api/v1/orders?id={}&q={}",
            random.host(),
            random.below(1_000_000),
            random.hex(10)
        ),
        request_client_application: random.pick(&AGENTS).into(),
        request_method: random.pick(&["GET", "POST", "PUT", "DELETE"]).into(),
        source_host_name: random.host(),
        source_ip: random.ip(),
        source_port: 1024 + number(random.below(60_000)),
        source_user_name: format!("CONTOSO\\{}", random.user()),
        source_mac_address: random.mac(),
        start_time: random.instant_after(0),
        receipt_time: {
            let late = random.below(9_000_000);
            random.instant_after(late)
        },
        session_id: random.guid(),
        risk_score: random.float(100),
        latency_ms: f64::from(random.below(10_000_000)) / 8192.0,
        blocked: action != "allow",
        threat_confidence: random
            .one_in(5)
            .then(|| random.pick(&["low", "medium", "high"]).into()),
        tags: json!({
            "site": random.region(),
            "pri": random.below(5),
            "labels": [random.service(), random.pick(&["prod", "dev", "test"])],
        }),
    }
}

fn extensions(random: &mut Random) -> String {
    format!(
        "cat={};cs1Label=Rule;cs1=rule-{};cs2Label=URL Category;cs2={};flexString1={};PanOSSessionEndReason={};reason={}",
        random.pick(&["url", "end", "drop", "vulnerability"]),
        random.skewed(400),
        random.pick(&[
            "business-and-economy",
            "computer-and-internet-info",
            "unknown"
        ]),
        random.hex(16),
        random.pick(&["tcp-fin", "aged-out", "tcp-rst-from-client", "policy-deny"]),
        random.message()
    )
}

fn number(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
