/**
 * The messenger captures that are written by hand: `node --import tsx samples/make/messenger.ts`. Run twice it gives the
 * same bytes. What each file shows, and what is wrong in it, stands in samples/manifest.json. Unless a planted violation
 * asks for something else, a request that breaks MS-MSRP 3.2.4.5's tests is answered with an error and any other with
 * success, texts over 128 bytes go as blocks of 128, and answers are waited for.
 */
import './messenger/packets.ts';
import './messenger/right.ts';
import './messenger/segments.ts';
import './messenger/violations.ts';
