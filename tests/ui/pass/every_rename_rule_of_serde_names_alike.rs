use azlogs::{LogColumn, LogRecord};

macro_rules! alike {
    ($($rule:literal)*) => {$({
        #[derive(serde::Serialize, LogRecord)]
        #[log_record(stream = "Custom-Requests", rename_all = $rule)]
        #[serde(rename_all = $rule)]
        struct Row {
            // Stated types leave the names as they are: `kebab-case` makes none that a table can have.
            #[log_record(column_type = "int")]
            client_ip_v4: i32,
            #[log_record(column_type = "string")]
            kind: Kind,
        }

        #[derive(serde::Serialize, LogColumn)]
        #[log_column(rename_all = $rule)]
        #[serde(rename_all = $rule)]
        enum Kind {
            NotFound,
        }

        let row = Row { client_ip_v4: 4, kind: Kind::NotFound };
        assert_eq!(azlogs::to_json(&row).unwrap(), serde_json::to_string(&row).unwrap());
    })*};
}

fn main() {
    alike! {
        "lowercase" "UPPERCASE" "PascalCase" "camelCase" "snake_case" "SCREAMING_SNAKE_CASE" "kebab-case"
        "SCREAMING-KEBAB-CASE"
    }
}
