/** Domain below which each container of an app has the name of its user, in the network of a service: the server keeps the user as long as one has. */
export const USERS_DOMAIN = 'users.appengine.internal';

/** @param username such as `shop-1` */
export function presenceAlias(username: string): string {
  return `${username}.${USERS_DOMAIN}`;
}
