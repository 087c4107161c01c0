import { sameBeatUs } from '../live/beat-ranges.ts';
import type { WaveformResponse } from '../server/responses.ts';

type Scores = WaveformResponse['scores'];

/** Each heart beat once, in order of time: leads judge a beat at slightly different times; ventricular where one says so. */
export function heartBeats(scores: Scores): Scores {
  const beats: Scores[number][] = [];
  for (const score of scores) {
    const last = beats.at(-1);
    if (last === undefined || score.beatTimeUs - last.beatTimeUs > sameBeatUs) beats.push(score);
    else if (score.ventricular && !last.ventricular) beats[beats.length - 1] = { ...last, ventricular: true };
  }
  return beats;
}
