//! Between the values of the core and the columns of the database.

use jiff::Timestamp;
use review::id::{ApplicantId, SessionId};
use serde::{Serialize, de::DeserializeOwned};
use sqlx::{Row, sqlite::SqliteRow};
use uuid::Uuid;

use crate::{
    error::Error,
    vault::{At, DataKey},
};

/// A moment as stored: microseconds since 1970.
pub(crate) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A stored moment.
pub(crate) fn moment(table: &'static str, micros: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(micros).map_err(|_| Error::Corrupt(table))
}

/// An identifier as stored.
pub(crate) fn bytes(id: Uuid) -> Vec<u8> {
    id.as_bytes().to_vec()
}

/// A 32-byte hash read from a column.
pub(crate) fn hash(table: &'static str, bytes: &[u8]) -> Result<[u8; 32], Error> {
    bytes.try_into().map_err(|_| Error::Corrupt(table))
}

/// JSON of a value that always can be written as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain data with string keys always serialises")
}

/// A value from its stored JSON.
pub(crate) fn value<T: DeserializeOwned>(table: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| Error::Corrupt(table))
}

/// A value as it is stored of a person: its JSON, sealed for its place under their key. The one seam where rows are sealed.
pub(crate) fn sealed<T: Serialize>(key: &DataKey, at: &At<'_>, plain: &T) -> Vec<u8> {
    key.seal(at, json(plain).as_bytes())
}

/// A value that was sealed for this place under this key. The one seam where rows are opened.
pub(crate) fn opened<T: DeserializeOwned>(key: &DataKey, at: &At<'_>, stored: &[u8]) -> Result<T, Error> {
    serde_json::from_slice(&key.open(at, stored)?).map_err(|_| Error::Corrupt(at.table))
}

/// The name that serde gives to a unit variant, such as `in_review`.
pub(crate) fn name<T: Serialize>(variant: &T) -> String {
    json(variant).trim_matches('"').to_owned()
}

/// A unit variant from the name that serde gives it.
pub(crate) fn named<T: DeserializeOwned>(table: &'static str, name: &str) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::String(name.to_owned())).map_err(|_| Error::Corrupt(table))
}

/// Typed reading of one row of one table.
pub(crate) struct Reader<'r> {
    /// Named in errors.
    pub(crate) table: &'static str,
    /// The row.
    pub(crate) row: &'r SqliteRow,
}

impl Reader<'_> {
    pub(crate) fn uuid(&self, column: &str) -> Result<Uuid, Error> {
        let bytes: Vec<u8> = self.row.try_get(column)?;
        Uuid::from_slice(&bytes).map_err(|_| Error::Corrupt(self.table))
    }

    pub(crate) fn uuid_if_any(&self, column: &str) -> Result<Option<Uuid>, Error> {
        let stored: Option<Vec<u8>> = self.row.try_get(column)?;
        let uuid = |bytes: Vec<u8>| Uuid::from_slice(&bytes).map_err(|_| Error::Corrupt(self.table));
        stored.map(uuid).transpose()
    }

    pub(crate) fn applicant(&self, column: &str) -> Result<ApplicantId, Error> {
        self.uuid(column).map(ApplicantId)
    }

    pub(crate) fn session(&self, column: &str) -> Result<SessionId, Error> {
        self.uuid(column).map(SessionId)
    }

    pub(crate) fn moment(&self, column: &str) -> Result<Timestamp, Error> {
        moment(self.table, self.row.try_get(column)?)
    }

    pub(crate) fn moment_if_any(&self, column: &str) -> Result<Option<Timestamp>, Error> {
        let stored: Option<i64> = self.row.try_get(column)?;
        stored.map(|at| moment(self.table, at)).transpose()
    }

    pub(crate) fn text(&self, column: &str) -> Result<String, Error> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn bytes(&self, column: &str) -> Result<Vec<u8>, Error> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn number(&self, column: &str) -> Result<i64, Error> {
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn unsigned(&self, column: &str) -> Result<u64, Error> {
        let stored: i64 = self.row.try_get(column)?;
        u64::try_from(stored).map_err(|_| Error::Corrupt(self.table))
    }

    pub(crate) fn small(&self, column: &str) -> Result<u32, Error> {
        u32::try_from(self.unsigned(column)?).map_err(|_| Error::Corrupt(self.table))
    }

    pub(crate) fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        value(self.table, &self.text(column)?)
    }

    pub(crate) fn named<T: DeserializeOwned>(&self, column: &str) -> Result<T, Error> {
        named(self.table, &self.text(column)?)
    }
}
