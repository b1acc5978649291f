use azlogs::LogColumn;

#[derive(serde::Serialize, LogColumn)]
#[serde(tag = "state")]
enum Tagged {
    Open,
}

#[derive(serde::Serialize, LogColumn)]
#[serde(untagged)]
enum Untagged {
    Open,
}

#[derive(serde::Serialize, LogColumn)]
enum Skipping {
    Open,
    #[serde(skip)]
    Closed,
}

fn main() {}
