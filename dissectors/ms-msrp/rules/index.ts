import requestAnswered from './request-answered.ts';
import segmentSize from './segment-size.ts';
import wordCount from './word-count.ts';

export const messengerRules = [requestAnswered, segmentSize, wordCount];
