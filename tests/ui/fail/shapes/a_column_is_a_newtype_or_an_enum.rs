use azlogs::LogColumn;

#[derive(LogColumn)]
struct Named {
    id: i32,
}

#[derive(LogColumn)]
struct Pair(i32, i32);

#[derive(LogColumn)]
struct Nothing;

#[derive(LogColumn)]
union Bits {
    float: f32,
    int: u32,
}

fn main() {}
