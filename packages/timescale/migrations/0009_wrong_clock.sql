-- Up Migration

-- The signal's times were corrected from here on, because the device's clock is wrong, or are believed again.
alter table signal_gap drop constraint signal_gap_reason_check;
alter table signal_gap add constraint signal_gap_reason_check
  check (reason in ('gap', 'clock-jump', 'restart', 'rate-change', 'clock-wrong'));
