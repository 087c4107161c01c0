-- Up Migration

-- The most probable class of a beat, and how probable each is: null where the model tells no classes.
alter table beat_score
  add column beat_class text,
  add column class_probabilities real[];
comment on column beat_score.beat_class is 'N normal, S supraventricular, V ventricular, F fusion, P paced, U unknown';
comment on column beat_score.class_probabilities is 'Of N, S, V, F, P and U, 0 to 1';
