//! What a rule does with the rows of one type.

use crate::{LogRecord, StreamSchema};

/// The flow of one type's rows into a table, for a [`Deployment`](super::Deployment).
///
/// ```
/// # #[cfg(feature = "derive")] {
/// use azlogs::LogRecord;
/// use azlogs::infra::{Flow, TablePlan};
///
/// #[derive(LogRecord)]
/// #[log_record(stream = "Custom-Orders", rename_all = "PascalCase")]
/// struct Order {
///     amount: f64,
/// }
///
/// let flow = Flow::of::<Order>().table("ShopOrders_CL").plan(TablePlan::Basic).total_retention_in_days(365);
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "a flow does nothing until a deployment has it"]
pub struct Flow {
    pub(super) schema: StreamSchema,
    pub(super) table: Option<String>,
    pub(super) options: TableOptions,
}

/// What is asked of a table besides its columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct TableOptions {
    pub(super) plan: TablePlan,
    pub(super) retention: Option<u32>,
    pub(super) total_retention: Option<u32>,
}

/// How a table is stored, queried and paid for.
///
/// Source: "Manage tables in a Log Analytics workspace", "Table plan".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TablePlan {
    /// For all queries, alerts and dashboards.
    #[default]
    Analytics,
    /// For troubleshooting: cheaper to fill, and queries are paid for and see one table.
    Basic,
    /// For audits: the cheapest to fill, and queries are slow. Microsoft asks for a `TimeGenerated` of six fractional digits
    /// there ("Add or delete tables and columns in Azure Monitor Logs"); instants are written with seven.
    Auxiliary,
}

impl TablePlan {
    /// The name as the table's resource has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Analytics => "Analytics",
            Self::Basic => "Basic",
            Self::Auxiliary => "Auxiliary",
        }
    }
}

impl Flow {
    /// The rows of that type go from its stream into the table of the stream's name: from `Custom-Orders` into `Orders_CL`.
    pub fn of<T: LogRecord + ?Sized>() -> Self {
        Self::of_schema(T::SCHEMA)
    }

    /// The same for a stream of which only the schema is known.
    pub fn of_schema(schema: StreamSchema) -> Self {
        Self {
            schema,
            table: None,
            options: TableOptions::default(),
        }
    }

    /// Names the custom table, which has to end in `_CL`. Several flows may share one; its columns are then those of them all.
    pub fn table(mut self, name: impl Into<String>) -> Self {
        self.table = Some(name.into());
        self
    }

    /// Chooses the table's plan; without it, [`TablePlan::Analytics`].
    pub const fn plan(mut self, plan: TablePlan) -> Self {
        self.options.plan = plan;
        self
    }

    /// How long the table's rows can be queried as the plan says, 4 to 730 days; without it, as long as the workspace says.
    /// Only for [`TablePlan::Analytics`].
    pub const fn retention_in_days(mut self, days: u32) -> Self {
        self.options.retention = Some(days);
        self
    }

    /// How long the table's rows are kept in all, 4 to 4383 days.
    pub const fn total_retention_in_days(mut self, days: u32) -> Self {
        self.options.total_retention = Some(days);
        self
    }
}
