/** As much of simple-oauth2 as the test of foreign clients uses; the package has no types of its own. */
declare module "simple-oauth2" {
  interface Settings {
    client: { id: string; secret: string };
    auth: { tokenHost: string; tokenPath: string };
    options?: { bodyFormat?: "form" | "json"; authorizationMethod?: "header" | "body"; credentialsEncodingMode?: "strict" | "loose" };
  }
  export class ClientCredentials {
    constructor(settings: Settings);
    getToken(parameters: { scope?: string }): Promise<{ token: { access_token: string } }>;
  }
}
