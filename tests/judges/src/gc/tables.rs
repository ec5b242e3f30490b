//! Tables of the suite, row by row.

use std::path::Path;

use anyhow::Context;
use serde::de::DeserializeOwned;

/// A row with its place, and what is wrong with it if it cannot be read.
pub(super) type Row<T> = (String, Result<T, String>);

/// The rows of a table in order; none, with a word about it, if there is no table.
///
/// Columns are known by their names, so that more of them and another order change nothing.
///
/// # Errors
/// The file cannot be read at all. A row that cannot be read is none: it is given as such, and the
/// others are read.
pub(super) fn rows<T: DeserializeOwned>(path: &Path) -> anyhow::Result<Vec<Row<T>>> {
    if !path.is_file() {
        println!("skipped: no table at {}", path.display());
        return Ok(Vec::new());
    }
    let text = std::fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let rows = read(&name, &text).with_context(|| path.display().to_string())?;
    if rows.is_empty() {
        println!("skipped: no rows in {}", path.display());
    }
    Ok(rows)
}

fn read<T: DeserializeOwned>(name: &str, text: &[u8]) -> csv::Result<Vec<Row<T>>> {
    // With CRLF the reader gives every record the line before its own.
    let text = String::from_utf8_lossy(text).replace('\r', "");
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let headers = reader.headers()?.clone();
    let place = |position: Option<&csv::Position>| {
        let line = position.map_or(0, csv::Position::line);
        format!("{name}:{line}")
    };
    let rows = reader.records().map(|record| match record {
        Ok(record) => {
            let row = record.deserialize(Some(&headers));
            let row = row.map_err(|error| error.to_string());
            (place(record.position()), row)
        }
        Err(error) => (place(error.position()), Err(error.to_string())),
    });
    Ok(rows.collect())
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Pair {
        a: u64,
        b: Option<f64>,
    }

    fn pairs(text: &str) -> Vec<Row<Pair>> {
        read("t.csv", text.as_bytes()).unwrap()
    }

    #[test]
    fn order_more_columns_and_other_line_ends_change_nothing() {
        let expected = vec![
            (
                "t.csv:2".to_owned(),
                Ok(Pair {
                    a: 1,
                    b: Some(-0.5),
                }),
            ),
            ("t.csv:3".to_owned(), Ok(Pair { a: 2, b: None })),
        ];
        for text in [
            "a,b\n1,-0.5\n2,\n",
            "more,b,a\r\nx,-5e-001,1\r\ny,,2\r\n",
            "\u{feff}a, b\n1, -0.5\n2, ",
        ] {
            assert_eq!(pairs(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named_and_the_others_are_read() {
        let rows = pairs("a,b\n1,\nx,2\n3\n-4,\n,5\n6,7");
        let read: Vec<bool> = rows.iter().map(|(_, row)| row.is_ok()).collect();
        assert_eq!(read, [true, false, false, false, false, true]);
        let places: Vec<&str> = rows.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places[1..4], ["t.csv:3", "t.csv:4", "t.csv:5"]);
    }

    #[test]
    fn without_a_column_no_row_can_be_read() {
        let rows = pairs("b\n1\n2\n");
        let wrong = |row: &Row<Pair>| row.1.as_ref().is_err_and(|it| it.contains("`a`"));
        assert!(rows.len() == 2 && rows.iter().all(wrong), "{rows:?}");
    }

    #[test]
    fn what_is_no_table_has_rows_that_cannot_be_read() {
        let rows: Vec<Row<Pair>> = read("t.csv", b"\xff\xfe\x00a,b\n1,2\n\xff\n").unwrap();
        assert!(
            rows.len() == 2 && rows.iter().all(|(_, row)| row.is_err()),
            "{rows:?}"
        );
        assert_eq!(pairs(""), []);
    }
}
