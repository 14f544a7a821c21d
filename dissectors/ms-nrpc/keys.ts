export { authenticationFields, authenticationLayouts, readAuthentication } from './authenticate.ts';
