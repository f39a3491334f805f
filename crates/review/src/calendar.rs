//! Working days: a promise of "three to five working days" is a calendar with holidays, not a multiplication.

use std::collections::BTreeSet;

use jiff::{
    Timestamp,
    civil::{Date, Weekday},
    tz::Offset,
};
use serde::Deserialize;

/// The most working days that a clock counts.
pub const DAYS_MAX: u32 = 60;

/// Which days are worked, as data of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Where the desk is: minutes east of Greenwich, without summer time.
    pub utc_offset_minutes: i32,
    /// Days of the week on which nobody works.
    pub weekend: BTreeSet<Day>,
    /// Dates on which nobody works, whatever the day of the week.
    pub holidays: BTreeSet<Date>,
    /// Dates on which people work although the day of the week says otherwise.
    #[serde(default)]
    pub workdays: BTreeSet<Date>,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the days of the week are what they are")]
pub enum Day {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<Weekday> for Day {
    fn from(day: Weekday) -> Day {
        match day {
            Weekday::Monday => Day::Monday,
            Weekday::Tuesday => Day::Tuesday,
            Weekday::Wednesday => Day::Wednesday,
            Weekday::Thursday => Day::Thursday,
            Weekday::Friday => Day::Friday,
            Weekday::Saturday => Day::Saturday,
            Weekday::Sunday => Day::Sunday,
        }
    }
}

impl Calendar {
    /// Whether people work on this date.
    #[must_use]
    pub fn is_worked(&self, date: Date) -> bool {
        let free = self.weekend.contains(&date.weekday().into()) || self.holidays.contains(&date);
        self.workdays.contains(&date) || !free
    }

    /// The end of the so-manieth working day after the day of `at`; the day itself does not count. At most
    /// [`DAYS_MAX`] working days, and no later than a year after: a calendar without working days has an end too.
    #[must_use]
    pub fn after_working_days(&self, at: Timestamp, days: u32) -> Timestamp {
        let offset = self.offset();
        let mut date = offset.to_datetime(at).date();
        let (mut left, mut looked) = (days.min(DAYS_MAX), 0);
        while left > 0 && looked < 366 {
            let Ok(next) = date.tomorrow() else { return Timestamp::MAX };
            date = next;
            left -= u32::from(self.is_worked(date));
            looked += 1;
        }
        let midnight = date.tomorrow().map(|day| day.at(0, 0, 0, 0));
        midnight.and_then(|end| offset.to_timestamp(end)).unwrap_or(Timestamp::MAX)
    }

    fn offset(&self) -> Offset {
        Offset::from_seconds(self.utc_offset_minutes.saturating_mul(60)).unwrap_or(Offset::UTC)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(all: &[&str]) -> BTreeSet<Date> {
        all.iter().map(|date| date.parse().unwrap()).collect()
    }

    /// Shanghai around the National Day of 2026: a week off, made up for on two weekends.
    fn shanghai() -> Calendar {
        Calendar {
            utc_offset_minutes: 480,
            weekend: [Day::Saturday, Day::Sunday].into(),
            holidays: dates(&["2026-10-01", "2026-10-02", "2026-10-05", "2026-10-06", "2026-10-07"]),
            workdays: dates(&["2026-10-10"]),
        }
    }

    #[test]
    fn weekends_holidays_and_made_up_days() {
        let rows = [
            // Monday noon there: three working days end with Thursday.
            ("2026-09-21T04:00:00Z", 3, "2026-09-24T16:00:00Z"),
            // Friday evening there: the weekend does not count.
            ("2026-09-18T12:00:00Z", 1, "2026-09-21T16:00:00Z"),
            // The day before the holidays: 8 and 9 October, then Saturday the 10th is worked.
            ("2026-09-30T04:00:00Z", 3, "2026-10-10T16:00:00Z"),
            // Sixteen hours UTC is the next day there.
            ("2026-09-21T16:00:00Z", 1, "2026-09-23T16:00:00Z"),
            ("2026-09-21T04:00:00Z", 0, "2026-09-21T16:00:00Z"),
        ];
        for (at, days, expected) in rows {
            let found = shanghai().after_working_days(at.parse().unwrap(), days);
            assert_eq!(found, expected.parse::<Timestamp>().unwrap(), "{at} + {days}");
        }
    }

    #[test]
    fn a_calendar_without_working_days_and_the_end_of_time_are_bounded() {
        let all = [
            Day::Monday,
            Day::Tuesday,
            Day::Wednesday,
            Day::Thursday,
            Day::Friday,
            Day::Saturday,
            Day::Sunday,
        ];
        let never = Calendar { weekend: all.into(), ..shanghai() };
        let at: Timestamp = "2027-01-01T00:00:00Z".parse().unwrap();
        assert!(never.after_working_days(at, 5) < "2028-01-05T00:00:00Z".parse().unwrap());
        let _ = shanghai().after_working_days(Timestamp::MAX, u32::MAX);
        let _ = shanghai().after_working_days(Timestamp::MIN, 5);
    }
}
