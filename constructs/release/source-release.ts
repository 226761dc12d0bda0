/** Release that a run of the program is to build, such as `acme/shop`: its file is not read. */
export const BUILD_RELEASE_VARIABLE = 'APPENGINE_BUILD_RELEASE';
