//! 60 columns, about 2.2 KB: modelled on the table `CommonSecurityLog`.

use azlogs::LogRecord;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A wide row, whose instants are of type `T`.
#[expect(missing_docs, reason = "the names are the columns'")]
#[derive(Clone, Debug, Serialize, Deserialize, LogRecord)]
#[log_record(stream = "Custom-Bench_CL")]
pub struct Wide<T> {
    #[serde(rename = "TimeGenerated")]
    pub time_generated: T,
    #[serde(rename = "DeviceVendor")]
    pub device_vendor: String,
    #[serde(rename = "DeviceProduct")]
    pub device_product: String,
    #[serde(rename = "DeviceVersion")]
    pub device_version: String,
    #[serde(rename = "DeviceEventClassID")]
    pub device_event_class_id: String,
    #[serde(rename = "Activity")]
    pub activity: String,
    #[serde(rename = "LogSeverity")]
    pub log_severity: String,
    #[serde(rename = "OriginalLogSeverity")]
    #[log_record(null)]
    pub original_log_severity: Option<String>,
    #[serde(rename = "AdditionalExtensions")]
    pub additional_extensions: String,
    #[serde(rename = "DeviceAction")]
    pub device_action: String,
    #[serde(rename = "ApplicationProtocol")]
    pub application_protocol: String,
    #[serde(rename = "EventCount")]
    pub event_count: i32,
    #[serde(rename = "DestinationDnsDomain")]
    #[log_record(null)]
    pub destination_dns_domain: Option<String>,
    #[serde(rename = "DestinationServiceName")]
    pub destination_service_name: String,
    #[serde(rename = "DestinationTranslatedAddress")]
    #[log_record(null)]
    pub destination_translated_address: Option<String>,
    #[serde(rename = "DestinationTranslatedPort")]
    #[log_record(null)]
    pub destination_translated_port: Option<i32>,
    #[serde(rename = "CommunicationDirection")]
    pub communication_direction: String,
    #[serde(rename = "DeviceExternalID")]
    pub device_external_id: String,
    #[serde(rename = "DeviceFacility")]
    pub device_facility: String,
    #[serde(rename = "DeviceInboundInterface")]
    pub device_inbound_interface: String,
    #[serde(rename = "DeviceOutboundInterface")]
    pub device_outbound_interface: String,
    #[serde(rename = "ProcessName")]
    pub process_name: String,
    #[serde(rename = "DestinationHostName")]
    pub destination_host_name: String,
    #[serde(rename = "DestinationMACAddress")]
    pub destination_mac_address: String,
    #[serde(rename = "DestinationNTDomain")]
    pub destination_nt_domain: String,
    #[serde(rename = "DestinationProcessId")]
    pub destination_process_id: i32,
    #[serde(rename = "DestinationUserPrivileges")]
    pub destination_user_privileges: String,
    #[serde(rename = "DestinationPort")]
    pub destination_port: i32,
    #[serde(rename = "DestinationIP")]
    pub destination_ip: String,
    #[serde(rename = "DeviceTimeZone")]
    pub device_time_zone: String,
    #[serde(rename = "DestinationUserID")]
    pub destination_user_id: String,
    #[serde(rename = "DestinationUserName")]
    pub destination_user_name: String,
    #[serde(rename = "DeviceAddress")]
    pub device_address: String,
    #[serde(rename = "DeviceName")]
    pub device_name: String,
    #[serde(rename = "DeviceMacAddress")]
    pub device_mac_address: String,
    #[serde(rename = "ProcessID")]
    pub process_id: i32,
    #[serde(rename = "ExternalID")]
    pub external_id: i64,
    #[serde(rename = "FileHash")]
    #[log_record(null)]
    pub file_hash: Option<String>,
    #[serde(rename = "FileName")]
    #[log_record(null)]
    pub file_name: Option<String>,
    #[serde(rename = "FileSize")]
    #[log_record(null)]
    pub file_size: Option<i64>,
    #[serde(rename = "ReceivedBytes")]
    pub received_bytes: i64,
    #[serde(rename = "SentBytes")]
    pub sent_bytes: i64,
    #[serde(rename = "Message")]
    pub message: String,
    #[serde(rename = "Protocol")]
    pub protocol: String,
    #[serde(rename = "RequestURL")]
    pub request_url: String,
    #[serde(rename = "RequestClientApplication")]
    pub request_client_application: String,
    #[serde(rename = "RequestMethod")]
    pub request_method: String,
    #[serde(rename = "SourceHostName")]
    pub source_host_name: String,
    #[serde(rename = "SourceIP")]
    pub source_ip: String,
    #[serde(rename = "SourcePort")]
    pub source_port: i32,
    #[serde(rename = "SourceUserName")]
    pub source_user_name: String,
    #[serde(rename = "SourceMACAddress")]
    pub source_mac_address: String,
    #[serde(rename = "StartTime")]
    pub start_time: T,
    #[serde(rename = "ReceiptTime")]
    pub receipt_time: T,
    #[serde(rename = "SessionId")]
    pub session_id: String,
    #[serde(rename = "RiskScore")]
    pub risk_score: f64,
    #[serde(rename = "LatencyMs")]
    pub latency_ms: f64,
    #[serde(rename = "Blocked")]
    pub blocked: bool,
    #[serde(rename = "ThreatConfidence")]
    #[log_record(null)]
    pub threat_confidence: Option<String>,
    #[serde(rename = "Tags")]
    pub tags: Value,
}
