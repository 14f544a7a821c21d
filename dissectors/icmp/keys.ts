export { type EchoFields, pair } from './echo.ts';
