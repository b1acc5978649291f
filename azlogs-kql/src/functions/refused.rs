//! Functions that Kusto has and a transformation may not use.

/// Why a function can't be used, and what to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) reason: &'static str,
    /// A sentence.
    pub(crate) substitute: Option<&'static str>,
}

/// Why a function of this name is refused; `None` of a name that Kusto hasn't either.
pub(crate) fn refused(name: &str) -> Option<Refusal> {
    if let Some((_, substitute)) = SUBSTITUTES.iter().find(|(refused, _)| *refused == name) {
        return Some(Refusal {
            reason: REASON,
            substitute: Some(substitute),
        });
    }
    OTHERS
        .split_ascii_whitespace()
        .any(|other| other == name)
        .then_some(Refusal {
            reason: REASON,
            substitute: None,
        })
}

const REASON: &str = "it isn't among the functions that a transformation can use";

/// Functions for which there is something else, and what.
const SUBSTITUTES: &[(&str, &str)] = &[
    ("arraylength", "Use `array_length`."),
    ("bag_pack", "Use `pack`, its old name."),
    ("bag_pack_columns", "Use `pack`, with the names as text."),
    (
        "base64_decode_tostring",
        "Use `base64_decodestring`, its old name.",
    ),
    (
        "base64_encode_tostring",
        "Use `base64_encodestring`, its old name.",
    ),
    ("bin_at", "Use `bin`, as in `bin(x - at, size) + at`."),
    ("bin_auto", "Use `bin`."),
    (
        "coalesce",
        "Use `case` or `iff`, as in `iff(isnotempty(a), a, b)`.",
    ),
    ("column_ifexists", "Use `columnifexists`."),
    ("datepart", "Use `datetime_part`."),
    ("dynamic_to_json", "Use `tostring`."),
    (
        "extract_json",
        "Use `parse_json`, as in `parse_json(x).name`.",
    ),
    ("extractall", "Use `extract_all`."),
    (
        "extractjson",
        "Use `parse_json`, as in `parse_json(x).name`.",
    ),
    (
        "format_datetime",
        "Use `datetime_part`, or `substring(tostring(x), 0, 10)` for the date.",
    ),
    ("format_timespan", "Use `tostring`."),
    ("geo_info_from_ip_address", "Use `geo_location`."),
    ("hash", "Use `hash_sha256`."),
    ("hash_md5", "Use `hash_sha256`."),
    ("hash_sha1", "Use `hash_sha256`."),
    ("hash_xxhash64", "Use `hash_sha256`."),
    ("indexof_regex", "Use `indexof` on what `extract` finds."),
    ("iscolumnexists", "Use `columnifexists`."),
    ("make_dictionary", "Use `pack`."),
    ("monthofyear", "Use `getmonth`."),
    ("notempty", "Use `isnotempty`."),
    ("notnull", "Use `isnotnull`."),
    ("pack_all", "Use `pack`, with each column by name."),
    ("pack_dictionary", "Use `pack`."),
    ("parsejson", "Use `parse_json`."),
    (
        "replace_regex",
        "Use `replace`, whose arguments are pattern, replacement, text.",
    ),
    (
        "replace_string",
        "Use `replace`, whose arguments are pattern, replacement, text; or `split` and `strcat_delim`.",
    ),
    ("sqrt", "Use `pow`, as in `pow(x, 0.5)`."),
    ("strcat_array", "Use `strcat_delim` on the elements."),
    ("string_size", "Use `strlen`, which counts characters."),
    ("toboolean", "Use `tobool`."),
    ("todecimal", "Use `toreal`."),
    ("toobject", "Use `parse_json`."),
    ("totime", "Use `totimespan`."),
    (
        "trim",
        "Use `replace`, as in `replace(@'^\\s+|\\s+$', '', x)`.",
    ),
    (
        "trim_end",
        "Use `replace`, as in `replace(@'\\s+$', '', x)`.",
    ),
    (
        "trim_start",
        "Use `replace`, as in `replace(@'^\\s+', '', x)`.",
    ),
    (
        "unixtime_microseconds_todatetime",
        "Use `datetime_add('microsecond', x, datetime(1970-01-01))`.",
    ),
    (
        "unixtime_milliseconds_todatetime",
        "Use `datetime_add('millisecond', x, datetime(1970-01-01))`.",
    ),
    (
        "unixtime_nanoseconds_todatetime",
        "Use `datetime_add('nanosecond', x, datetime(1970-01-01))`.",
    ),
    (
        "unixtime_seconds_todatetime",
        "Use `datetime_add('second', x, datetime(1970-01-01))`.",
    ),
    ("week_of_year", "Use `datetime_part('week_of_year', x)`."),
];

/// The other functions and aggregates of Kusto.Language 12.4.1.
const OTHERS: &str = "
    acos all any anyif arg_max arg_min argmax argmin around array_iff array_iif array_index_of array_reverse
    array_rotate_left array_rotate_right array_shift_left array_shift_right array_slice array_sort_asc array_sort_desc
    array_split array_strcat array_sum asin assert atan atan2 avg avgif bag_has_key bag_keys bag_merge
    bag_pack_columns bag_remove_keys bag_set_key bag_zip base64_decode_toarray base64_decode_toguid
    base64_encode_fromarray base64_encode_fromguid beta_cdf beta_inv beta_pdf binary_all_and binary_all_or
    binary_all_xor bitset_count_ones buildschema cluster cnt column_names_of convert_angle convert_energy
    convert_force convert_length convert_mass convert_speed convert_temperature convert_volume cos cot count
    count_distinct count_distinctif countif covariance covarianceif covariancep covariancepif current_cluster_endpoint
    current_cursor current_database current_node_id current_principal current_principal_details
    current_principal_is_member_of cursor_after cursor_before_or_at cursor_current database datetime_list_timezones
    datetime_local_to_utc datetime_utc_to_local dcount dcount_hll dcountif degrees entity_group erf erfc
    estimate_data_size extent_id extent_tags extentid external_table format_bytes format_ipv4 format_ipv4_mask gamma
    geo_angle geo_azimuth geo_closest_point_on_line geo_closest_point_on_polygon geo_distance_2points
    geo_distance_point_to_line geo_distance_point_to_polygon geo_from_wkt geo_geohash_neighbors
    geo_geohash_to_central_point geo_geohash_to_polygon geo_h3cell_children geo_h3cell_level geo_h3cell_neighbors
    geo_h3cell_parent geo_h3cell_rings geo_h3cell_to_central_point geo_h3cell_to_polygon geo_intersection_2lines
    geo_intersection_2polygons geo_intersection_line_with_polygon geo_intersects_2lines geo_intersects_2polygons
    geo_intersects_line_with_polygon geo_line_buffer geo_line_centroid geo_line_densify geo_line_interpolate_point
    geo_line_length geo_line_locate_point geo_line_simplify geo_line_to_s2cells geo_point_buffer geo_point_in_circle
    geo_point_in_polygon geo_point_to_geohash geo_point_to_h3cell geo_point_to_s2cell geo_polygon_area
    geo_polygon_buffer geo_polygon_centroid geo_polygon_densify geo_polygon_perimeter geo_polygon_simplify
    geo_polygon_to_h3cells geo_polygon_to_s2cells geo_s2cell_neighbors geo_s2cell_to_central_point
    geo_s2cell_to_polygon geo_simplify_polygons_array geo_union_lines_array geo_union_polygons_array graph
    gzip_compress_to_base64_string gzip_decompress_from_base64_string has_any_index has_any_ipv4 has_any_ipv4_prefix
    has_ipv4 has_ipv4_prefix hash_combine hash_many hash_xxhash64 hll hll_if hll_isvalid hll_merge ingestion_time
    inner_nodes ipv4_compare ipv4_is_in_any_range ipv4_is_in_range ipv4_is_match ipv4_is_private ipv4_netmask_suffix
    ipv4_range_to_cidr_list ipv6_compare ipv6_is_in_any_range ipv6_is_in_range ipv6_is_match isascii iscolumnexists
    isutf8 jaccard_index labels loggamma make_bag make_bag_if make_dictionary make_list make_list_if
    make_list_with_nulls make_set make_set_if make_string makelist makeset map materialized_view max maxif
    merge_tdigest min minif new_guid next node_degree_in node_degree_out node_id parse_command_line parse_csv
    parse_ipv4 parse_ipv4_mask parse_ipv6 parse_ipv6_mask parse_path parse_url parse_urlquery parse_user_agent
    parse_version parseurl parseurlquery passthrough percentile percentile_tdigest percentiles percentiles_array
    percentiles_array_tdigest percentilesw percentilesw_array percentilew percentrank_tdigest pi prev
    punycode_domain_from_string punycode_domain_to_string punycode_from_string punycode_to_string radians rand range
    rank_tdigest regex_quote repeat reverse row_cumsum row_id row_number row_rank row_rank_dense row_rank_min
    row_window_session rowstore_ordinal_range series_abs series_acos series_add series_asin series_atan series_ceiling
    series_cos series_cosine_similarity series_decompose series_decompose_anomalies series_decompose_forecast
    series_divide series_dot_product series_equals series_exp series_fft series_fill_backward series_fill_const
    series_fill_forward series_fill_linear series_fir series_fit_2lines series_fit_2lines_dynamic series_fit_line
    series_fit_line_dynamic series_fit_poly series_floor series_greater series_greater_equals series_ifft series_iir
    series_less series_less_equals series_log series_magnitude series_multiply series_not_equals series_outliers
    series_pearson_correlation series_periods_detect series_periods_validate series_pow series_product series_seasonal
    series_sign series_sin series_stats series_stats_dynamic series_subtract series_sum series_tan set_difference
    set_equals set_has_element set_intersect set_union sin stdev stdevif stdevp stored_query_result strcmp strrep sum
    sumif table take_any take_anyif tan tdigest tdigest_isvalid tdigest_merge to_utf8 tohex translate treepath
    unicode_codepoints_from_string unicode_codepoints_to_string url_decode url_encode url_encode_component variance
    varianceif variancep variancepif welch_test zlib_compress_to_base64_string zlib_decompress_from_base64_string
";
