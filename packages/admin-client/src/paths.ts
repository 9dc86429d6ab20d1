/** Generated from docs/openapi/admin.json by `npm run admin-api`; do not edit. */

/* eslint-disable typescript/no-redundant-type-constituents -- a schema may name some of the texts that it takes */

export interface paths {
    "/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys of all users, the oldest first */
        get: operations["listApiKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Search the audit records */
        get: operations["listAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All events that can be recorded */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit records as JSON lines, oldest first
         * @description For systems that collect them. The header Cursor has what to send as `cursor` next time, also when nothing is new. Records appear here 15 seconds after they were made: instances write by clocks of their own, and none is to come before one that was given already. docs/audit-record.schema.json describes a line.
         */
        get: operations["exportAuditRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that one request did, oldest first */
        get: operations["getAuditTrail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List clients */
        get: operations["listClients"];
        put?: never;
        /**
         * Register an application by its kind
         * @description A client that can keep a secret gets one, for which the scope clients:secrets is needed too.
         */
        post: operations["createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{client_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One client */
        get: operations["getClient"];
        /**
         * Declare a client, new or otherwise than it is
         * @description The whole entry, as a registry file would have it, without secrets. With `If-None-Match: *` it makes the client; with If-Match it takes the place of the entry that there is. Secrets and `disabled` stay.
         */
        put: operations["replaceClient"];
        post?: never;
        /** Remove a client, its secrets and its tokens */
        delete: operations["removeClient"];
        options?: never;
        head?: never;
        /**
         * Change members of a client
         * @description A merge patch (RFC 7396): null takes a member away. Disabling it ends all its tokens.
         */
        patch: operations["updateClient"];
        trace?: never;
    };
    "/clients/{client_id}/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How well a client is set up, and what it uses
         * @description Uses are noted while the admin API is served, and written once a minute.
         */
        get: operations["getClientHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{client_id}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke all tokens of a client */
        post: operations["revokeTokensOfClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{client_id}/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a client ask for scopes of APIs, or no more
         * @description Access tokens that it has carry what they carry until they expire.
         */
        post: operations["changeClientScopes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{client_id}/secrets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a further secret of a client
         * @description Earlier secrets stay valid.
         */
        post: operations["addClientSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/clients/{client_id}/secrets/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a secret of a client
         * @description Tokens that it got stay.
         */
        delete: operations["removeClientSecret"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List connections, by name */
        get: operations["listConnections"];
        put?: never;
        /**
         * Declare a new connection
         * @description As a registry file does. Its client secret may come with it, as { value }, or later.
         */
        post: operations["createConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One connection */
        get: operations["getConnection"];
        /**
         * Declare a connection, new or otherwise than it is
         * @description The whole entry, as a registry file would have it. With `If-None-Match: *` it makes the connection; with If-Match it takes the place of the entry that there is. A secret that it does not name stays.
         */
        put: operations["replaceConnection"];
        post?: never;
        /**
         * Remove a connection
         * @description Nobody signs in by it any more, and the sessions that began by it end with all tokens. What is linked stays: a connection to the same issuer finds it.
         */
        delete: operations["removeConnection"];
        options?: never;
        head?: never;
        /**
         * Change members of a connection
         * @description A merge patch (RFC 7396): null takes a member away. With enabled: false nobody signs in by it, and the sessions that began by it end with all tokens; what is linked stays.
         */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/connections/{connection_name}/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Domains of a connection, and how each is proved */
        get: operations["listConnectionDomains"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}/domains/{domain}/challenge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say by which TXT record a domain is proved
         * @description The same record each time, until the domain is taken out of the connection.
         */
        post: operations["challengeConnectionDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}/domains/{domain}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look in the DNS whether a domain is proved
         * @description A domain that is proved for another connection, a DNS that gives no answer, and a connection that is changed meanwhile are refused, and nothing changes.
         */
        post: operations["checkConnectionDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}/secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the client secret at the upstream
         * @description It is encrypted, and used for the next request there. The one before is forgotten.
         */
        post: operations["setConnectionSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}/sign-in-test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A link to a sign-in at the upstream that makes nothing
         * @description Opened once within ten minutes, in a browser, it leads through the upstream to a page with what it said, what of that counts, and what would come of it. It works for a connection that is disabled too.
         */
        post: operations["offerSignInTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/{connection_name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask an upstream whether it fits what is declared of it
         * @description Discovery, keys, client_id and secret; nobody signs in and nothing changes. The server asks, by the guard by which all its requests go out.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/connections/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The same for a connection that is not declared yet
         * @description It is asked with the secret of the body alone, never with one that is stored.
         */
        post: operations["testDraftConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/doctor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is wrong with the server, and what to do
         * @description Database, clocks, certificate, proxies, clients and signing keys, as the instance that answers sees them; at most some seconds old. "gatehouse doctor" on the machine also asks the mail server and the addresses of clients, reads claims of all users, tries every secret, and compares the registry file.
         */
        get: operations["getDoctorFindings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List keys, oldest first, and how they rotate
         * @description There are few: the list has no pages.
         */
        get: operations["listKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{kid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One key */
        get: operations["getKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{kid}/retirement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retire a key
         * @description It signs no longer than it must; what it signed stays good.
         */
        post: operations["retireKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/{kid}/revocation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke a compromised key and everything it signed
         * @description It is out of use at once, and another one signs.
         */
        post: operations["revokeKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/keys/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the next key sign, as soon as verifiers may know it */
        post: operations["rotateKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Mails and notices that wait, the oldest first */
        get: operations["listOutbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/{id}/drop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give it up: it is never sent */
        post: operations["dropOutboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/outbox/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try it at once */
        post: operations["retryOutboxItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What goes on: figures over time, keys, and what waits
         * @description Figures are of all instances, a minute late, and kept for thirty days. Parts that need another scope are left out without it.
         */
        get: operations["getOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The look of all pages */
        get: operations["getBranding"];
        /**
         * Declare the look of all pages
         * @description The whole of it: what is not named is taken back. A logo is a data: URI.
         */
        put: operations["replaceBranding"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/unregistered-clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What holds for clients that no operator registered
         * @description Without documents and without registration there are none.
         */
        get: operations["getUnregisteredClientsPolicy"];
        /**
         * Declare what holds for clients that no operator registered
         * @description The whole of it: what is not named has its default, and without documents or registration such clients are let in no more. It holds for the next request of each.
         */
        put: operations["replaceUnregisteredClientsPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/policies/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for all users */
        get: operations["getUsersPolicy"];
        /**
         * Declare what holds for all users
         * @description The whole of it: what is not named is taken back.
         */
        put: operations["replaceUsersPolicy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registration-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Initial access tokens of dynamic client registration, the oldest first */
        get: operations["listRegistrationTokens"];
        put?: never;
        /**
         * Make an initial access token
         * @description Whoever has it registers clients with it, confidential ones too, while the policy has registration.
         */
        post: operations["addRegistrationToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registration-tokens/{registration_token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an initial access token
         * @description Clients that were registered with it stay.
         */
        delete: operations["removeRegistrationToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that is declared, in the form of a registry file
         * @description Without users and secrets, and without what the server declares for itself.
         */
        get: operations["exportRegistry"];
        put?: never;
        /**
         * Apply a registry
         * @description Declares each entry of the document, all of them or none; what it does not name stays. Clients need clients:write too, hashes of their secrets clients:secrets, APIs and roles resources:write, connections connections:write and users:credentials. If-Match holds for all that is declared.
         */
        post: operations["applyRegistry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/reports/{profile}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What holds of a profile, and what does not
         * @description By rule, for the server, then for each API and each enabled client. It says what is stored and set; it asks nothing over the network. The admin API and what else is part of the server is left out.
         */
        get: operations["getProfileReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List APIs, by indicator */
        get: operations["listResources"];
        put?: never;
        /** Declare a new API */
        post: operations["createResource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{resource}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One API */
        get: operations["getResource"];
        /**
         * Declare an API otherwise
         * @description The whole of it. Access tokens that are out there stay as they are until they expire.
         */
        put: operations["replaceResource"];
        post?: never;
        /**
         * Remove an API, and its scopes from roles and clients
         * @description Access tokens for it stay valid until they expire, ten minutes at most.
         */
        delete: operations["removeResource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/resources/{resource}/uses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which roles and clients name an API
         * @description What they lose when it is removed.
         */
        get: operations["getResourceUses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revocations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Revoke a grant and its tokens, or all sessions and tokens of a user */
        post: operations["revokeTokens"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/revocations/everything": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Revoke everything that was issued to anybody before a moment
         * @description Users sign in anew, and applications ask for new tokens.
         */
        post: operations["revokeEverything"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List roles, by name */
        get: operations["listRoles"];
        put?: never;
        /** Make a role */
        post: operations["createRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One role */
        get: operations["getRole"];
        /**
         * Declare a role otherwise
         * @description From the next token on. Access tokens that are out there carry what they carry until they expire.
         */
        put: operations["replaceRole"];
        post?: never;
        /**
         * Remove a role, and take it from those who have it
         * @description Tokens of its users end; they stay signed in.
         */
        delete: operations["removeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{role}/scopes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a role give scopes of APIs, or no more
         * @description From the next token on. Access tokens that are out there carry what they carry until they expire.
         */
        post: operations["changeRoleScopes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{role}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List users who have a role, by login */
        get: operations["listUsersOfRole"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Service accounts, the oldest first */
        get: operations["listServiceAccounts"];
        put?: never;
        /** Make a service account: a name and a secret for HTTP Basic */
        post: operations["addServiceAccount"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/service-accounts/{service_account_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a service account for good, and the tokens that came of it */
        delete: operations["revokeServiceAccount"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Settings in force on this instance */
        get: operations["getSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unregistered-clients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Clients that no operator registered, by identifier */
        get: operations["listUnregisteredClients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unregistered-clients/{client}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A client that no operator registered */
        get: operations["getUnregisteredClient"];
        put?: never;
        post?: never;
        /**
         * Remove such a client, and end its grants and tokens
         * @description One that a document describes comes back by it, with no grants, unless the policy blocks its host.
         */
        delete: operations["removeUnregisteredClient"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unregistered-clients/{client}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What users let such a client do, those of a user together */
        get: operations["listUnregisteredClientGrants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unregistered-hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Hosts of clients that no operator registered, with what they hold */
        get: operations["listUnregisteredHosts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/unregistered-hosts/{host}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove unregistered clients of a host, and end their grants and tokens
         * @description At most 2000 in one request, in many commits; `remaining` says how many are left, for the next request. Broken off, it goes on when it is repeated. Clients that documents describe come back by them, with no grants, unless the host is blocked; blocking needs config:apply too.
         */
        delete: operations["removeUnregisteredHost"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/user-claims": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Claims that users can have: those of users_policy.claims of the registry */
        get: operations["getUserClaims"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List and search users */
        get: operations["listUsers"];
        put?: never;
        /**
         * Add a user, or invite one
         * @description Nobody signs in as the user until a password is set or the invitation accepted.
         */
        post: operations["addUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One user */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /** Delete a user and everything kept about them; the audit stays */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user, disable or enable one
         * @description A role or a claim that is taken away ends all grants and tokens. Another address, or vouching for one, needs the scope users:credentials too: who has the mails of an address can choose a password.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/users/{user_id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was recorded of a user, newest first; also of one who was deleted */
        get: operations["listUserActivity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** API keys of a user, the oldest first */
        get: operations["listUserApiKeys"];
        put?: never;
        /** Make an API key of an active user, with no more than the user may do */
        post: operations["addUserApiKey"];
        /** Revoke all API keys of a user, and the tokens that came of them */
        delete: operations["revokeUserApiKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/api-keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke an API key for good, and the tokens that came of it */
        delete: operations["revokeUserApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/factors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Second factors of a user */
        get: operations["listUserFactors"];
        put?: never;
        post?: never;
        /**
         * Remove all second factors and recovery codes of a user who lost them
         * @description Ends all sessions and tokens, and the user is told. If-Match takes the ETag of the list of factors.
         */
        delete: operations["removeUserFactors"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a user lets applications do, last used first */
        get: operations["listUserGrants"];
        put?: never;
        post?: never;
        /** Revoke all grants of a user, with their tokens; sessions stay */
        delete: operations["revokeUserGrants"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/grants/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke one grant, with its tokens */
        delete: operations["revokeUserGrant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users of upstream providers by which a user signs in, in the order in which they were connected */
        get: operations["listUserIdentities"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/identities/{identity_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an identity from a user, who signs in by it no more
         * @description Ends sessions that began by it, with the grants that came of them, and the user is told.
         */
        delete: operations["unlinkUserIdentity"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Another link for a user who waits; the earlier one is revoked */
        post: operations["inviteUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the password of a user
         * @description Ends all sessions and tokens, and the user is told. The first one of a user who waits for it lets them in; then nothing ends.
         */
        put: operations["setUserPassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a user is signed in, last used first */
        get: operations["listUserSessions"];
        put?: never;
        post?: never;
        /** End all sessions, grants and tokens of a user */
        delete: operations["endUserSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one session, with the grants that came of it */
        delete: operations["endUserSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a user signs in with, and has at the moment, by number */
        get: operations["getUserSummary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{user_id}/unlock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Forget wrong passwords and codes, so that sign-in is open again */
        post: operations["unlockUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Activity: {
            /** @description Who acts for the actor, the newest first */
            act?: string[];
            actor?: {
                id: string;
                type: string;
            };
            changed?: string[];
            client_id?: string;
            ended?: string[];
            event: string;
            explanation?: string;
            grant_id?: string;
            id: string;
            ip?: string;
            outcome?: string;
            reason?: string;
            request_id?: string;
            session_id?: string;
            target?: {
                id: string;
                type: string;
            };
            /** Format: date-time */
            time: string;
            user_agent?: string;
        };
        ApiKey: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at?: string;
            id: string;
            /**
             * Format: date-time
             * @description To the minute or so
             */
            last_used_at?: string;
            /** @description Whose it is */
            login?: string;
            name: string;
            /** Format: date-time */
            revoked_at?: string;
            /** @description The most that it allows, by API */
            scopes: {
                [key: string]: string[];
            };
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
            user_id: string;
        };
        AppliedRegistry: {
            applied: {
                /** @enum {string} */
                change: "added" | "changed" | "removed";
                /** @enum {string} */
                kind: "resource" | "role" | "policy" | "connection" | "client";
                /** @description Which are others than they were, of what was changed */
                members: string[];
                name: string;
            }[];
            /** @description What operators changed meanwhile, and stays as they want it */
            left_alone: {
                kind: string;
                members: string[];
                name: string;
            }[];
        };
        AuditRecord: {
            /** @description Who acts for the actor, the newest first */
            act?: string[];
            actor?: {
                id: string;
                type: string;
            };
            /** @description SHA-256 of the object after, base64url */
            after?: string;
            /** @description SHA-256 of the object before, base64url */
            before?: string;
            client_id?: string;
            event: string;
            /** @description X-Reason of the request, or what an upstream provider did wrong */
            explanation?: string;
            /** @description Sorts by time */
            id: string;
            ip?: string;
            /** @description Of the identity at an upstream provider */
            issuer?: string;
            outcome?: string;
            /** @description Stable code */
            reason?: string;
            /** @description Joins what one request did, in all programs */
            request_id?: string;
            subject?: string;
            target?: {
                id: string;
                type: string;
            };
            /** Format: date-time */
            time: string;
        } & {
            [key: string]: unknown;
        };
        Branding: {
            /** @description Refused when text in them has a contrast below 4.5:1 */
            colours?: {
                /** @description In the dark colour scheme */
                dark?: {
                    /** @description Buttons, links and focus */
                    accent?: string;
                    /** @description Behind the sheet */
                    canvas?: string;
                    /** @description Text */
                    ink?: string;
                    /** @description The sheet */
                    surface?: string;
                };
                /** @description In the light colour scheme */
                light?: {
                    /** @description Buttons, links and focus */
                    accent?: string;
                    /** @description Behind the sheet */
                    canvas?: string;
                    /** @description Text */
                    ink?: string;
                    /** @description The sheet */
                    surface?: string;
                };
            };
            /** @description At the foot of the pages */
            links?: {
                /**
                 * Format: uri
                 * @description Privacy policy
                 */
                privacy?: string;
                /**
                 * Format: uri
                 * @description Where users get help
                 */
                support?: string;
                /**
                 * Format: uri
                 * @description Terms of use
                 */
                terms?: string;
            };
            /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
            logo?: string;
            /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
            name?: string;
            /** @description Of inputs and buttons, in pixels */
            radius?: number;
        };
        CheckedDomain: {
            domain: string;
            /** @description The record is there */
            found: boolean;
            /** @enum {string} */
            state: "unproved" | "proved" | "lost";
        };
        Client: {
            /**
             * @description Fixed claims of its own access tokens, of users_policy.claims
             * @default {}
             */
            access_token_claims: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            /**
             * @description Browser origins that may call the token endpoint (CORS)
             * @default []
             */
            allowed_origins: string[];
            /**
             * @description native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2)
             * @default web
             * @enum {string}
             */
            application_type: "web" | "native";
            /** @description Issuers whose assertions stand for the client (RFC 7523); what is not named is refused */
            assertion_issuers?: {
                /**
                 * @description JWS algorithms of its assertions (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                /** @description The claim iss of its assertions, exactly */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description An assertion that expires later than this from now is refused
                 * @default 600
                 */
                longest_seconds: number;
                /** @description The claim sub of the workloads that are this client, each exactly */
                subjects: string[];
            }[];
            /** @description true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2)
             */
            backchannel_logout_uri?: string;
            /** @description The look of the pages */
            branding?: {
                /** @description Refused when text in them has a contrast below 4.5:1 */
                colours?: {
                    /** @description In the dark colour scheme */
                    dark?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                    /** @description In the light colour scheme */
                    light?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                };
                /** @description At the foot of the pages */
                links?: {
                    /**
                     * Format: uri
                     * @description Privacy policy
                     */
                    privacy?: string;
                    /**
                     * Format: uri
                     * @description Where users get help
                     */
                    support?: string;
                    /**
                     * Format: uri
                     * @description Terms of use
                     */
                    terms?: string;
                };
                /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                logo?: string;
                /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                name?: string;
                /** @description Of inputs and buttons, in pixels */
                radius?: number;
            };
            /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
            client_id: string;
            /** @description What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag */
            client_name?: string | {
                [key: string]: string;
            };
            /**
             * Format: uri
             * @description Its home page, to which pages lead back (RFC 7591, section 2); https, or http on loopback
             */
            client_uri?: string;
            /** @description Connections that its users may sign in by, in this order; all of them when absent, none when empty */
            connections?: string[];
            /** @description Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them */
            contacts?: string[];
            /** @description The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it */
            default_connection?: string;
            /** @description Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2) */
            default_max_age?: number;
            /** @description The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes */
            default_resource?: string;
            disabled: boolean;
            /**
             * @description Our own client: users are not asked for consent
             * @default false
             */
            first_party: boolean;
            /**
             * @description authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens
             * @default [
             *       "authorization_code"
             *     ]
             */
            grant_types: ("authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer")[];
            /**
             * @description full puts profile and e-mail claims into the ID token
             * @default conform
             * @enum {string}
             */
            id_token_claims: "conform" | "full";
            /**
             * @description JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "PS256" | "ES256" | "Ed25519" | "EdDSA";
            /** @description Other authorization servers for which it gets identity assertion grants (ID-JAG) by token exchange of its ID tokens; what is not named is refused */
            identity_assertion_grants?: {
                /**
                 * Format: uri
                 * @description Issuer of the other authorization server, exactly
                 */
                audience: string;
                /** @description What the client is called there; as here when absent */
                client_id?: string;
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                resources?: string[];
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                scopes?: string[];
                /**
                 * @description Lifetime of a grant, in seconds
                 * @default 300
                 */
                seconds: number;
            }[];
            /** @description Issuers whose identity assertion grants (ID-JAG) it redeems for access tokens of users; such an issuer decides who the user is */
            identity_assertion_issuers?: {
                /**
                 * @description JWS algorithms of its grants (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms: ("RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519")[];
                /**
                 * Format: uri
                 * @description The claim iss of its grants, exactly
                 */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count
                 * @default linked
                 */
                subjects: "linked" | "same" | {
                    [key: string]: string;
                };
            }[];
            /** @description Its public keys, for private_key_jwt (RFC 7591, section 2) */
            jwks?: {
                /** @description Public keys (RFC 7517, section 5.1) */
                keys: ({
                    /** @description Kind of key, such as RSA, EC or OKP (RFC 7517, section 4.1) */
                    kty: string;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            };
            /**
             * Format: uri
             * @description Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard
             */
            jwks_uri?: string;
            /**
             * Format: uri
             * @description Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file
             */
            logo_uri?: string;
            /** @description The only client that may exchange tokens issued to this one (RFC 8693, section 4.4) */
            may_act?: string;
            /**
             * Format: uri
             * @description Its privacy policy, linked on the consent page (RFC 7591, section 2); https, or http on loopback
             */
            policy_uri?: string;
            /**
             * @description Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1)
             * @default []
             */
            post_logout_redirect_uris: string[];
            /**
             * @description Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1)
             * @default []
             */
            redirect_uris: string[];
            /**
             * @description false only for a confidential client that cannot send a challenge (RFC 7636)
             * @default true
             */
            require_pkce: boolean;
            /**
             * @description true: it may ask only by pushed requests (RFC 9126, section 6)
             * @default false
             */
            require_pushed_authorization_requests: boolean;
            required_acr?: string;
            /**
             * @description audience for a client that cannot send resource (RFC 8707) and calls it so
             * @enum {string}
             */
            resource_parameter?: "resource" | "audience";
            /** @description Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed */
            resource_server_for?: string[];
            /**
             * @description OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes
             * @default
             */
            scope: string;
            /**
             * @description Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope
             * @default {}
             */
            scopes: {
                [key: string]: string[];
            };
            secrets: {
                /** Format: date-time */
                created_at: string;
                /**
                 * Format: date-time
                 * @description Absent: it does not expire
                 */
                expires_at?: string;
                /** @description The first characters of its hash; it names the secret */
                fingerprint: string;
            }[];
            /**
             * @description Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3)
             * @default none
             * @enum {string}
             */
            sender_constrained: "none" | "dpop" | "mtls";
            /** @description DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_dns?: string;
            /** @description E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_email?: string;
            /** @description IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_ip?: string;
            /** @description URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_uri?: string;
            /** @description Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_… */
            tls_client_auth_subject_dn?: string;
            /**
             * @description How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2)
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
            /** @description What it may exchange (RFC 8693); what no rule names is refused */
            token_exchange?: {
                /**
                 * @description Longest chain of actors in a token it gets
                 * @default 3
                 */
                max_depth: number;
                /** @description Each a way of exchanging; the first that fits counts */
                rules: {
                    /**
                     * @description Sender-constrained tokens, too: this client is trusted to have checked the binding
                     * @default false
                     */
                    bound_subjects: boolean;
                    /**
                     * @description Credentials that it checks itself and may hand in like tokens; only for a gateway
                     * @default []
                     */
                    credentials: ("api_key" | "service_account" | "client_certificate")[];
                    /**
                     * @description Audiences of the tokens that it may hand in
                     * @default []
                     */
                    from: string[];
                    /**
                     * @description delegation names this client in the claim act; impersonation does not
                     * @default delegation
                     * @enum {string}
                     */
                    mode: "delegation" | "impersonation";
                    /** @description The most that the token carries */
                    scopes: string[];
                    /**
                     * @description Tokens of clients that are not our own, too
                     * @default false
                     */
                    third_party: boolean;
                    /** @description The one audience of the token that it gets */
                    to: string;
                }[];
            };
            /**
             * Format: uri
             * @description Its terms of service, linked on the consent page (RFC 7591, section 2); https, or http on loopback
             */
            tos_uri?: string;
            /** Format: date-time */
            updated_at: string;
        };
        ClientEntry: {
            /**
             * @description Fixed claims of its own access tokens, of users_policy.claims
             * @default {}
             */
            access_token_claims?: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            /**
             * @description Browser origins that may call the token endpoint (CORS)
             * @default []
             */
            allowed_origins?: string[];
            /**
             * @description native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2)
             * @default web
             * @enum {string}
             */
            application_type?: "web" | "native";
            /** @description Issuers whose assertions stand for the client (RFC 7523); what is not named is refused */
            assertion_issuers?: {
                /**
                 * @description JWS algorithms of its assertions (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                /** @description The claim iss of its assertions, exactly */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description An assertion that expires later than this from now is refused
                 * @default 600
                 */
                longest_seconds?: number;
                /** @description The claim sub of the workloads that are this client, each exactly */
                subjects: string[];
            }[];
            /** @description true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
            backchannel_logout_session_required?: boolean;
            /**
             * Format: uri
             * @description Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2)
             */
            backchannel_logout_uri?: string;
            /** @description The look of the pages */
            branding?: {
                /** @description Refused when text in them has a contrast below 4.5:1 */
                colours?: {
                    /** @description In the dark colour scheme */
                    dark?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                    /** @description In the light colour scheme */
                    light?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                };
                /** @description At the foot of the pages */
                links?: {
                    /**
                     * Format: uri
                     * @description Privacy policy
                     */
                    privacy?: string;
                    /**
                     * Format: uri
                     * @description Where users get help
                     */
                    support?: string;
                    /**
                     * Format: uri
                     * @description Terms of use
                     */
                    terms?: string;
                };
                /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                logo?: string;
                /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                name?: string;
                /** @description Of inputs and buttons, in pixels */
                radius?: number;
            };
            /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
            client_id?: string;
            /** @description What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag */
            client_name?: string | {
                [key: string]: string;
            };
            /**
             * Format: uri
             * @description Its home page, to which pages lead back (RFC 7591, section 2); https, or http on loopback
             */
            client_uri?: string;
            /** @description Connections that its users may sign in by, in this order; all of them when absent, none when empty */
            connections?: string[];
            /** @description Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them */
            contacts?: string[];
            /** @description The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it */
            default_connection?: string;
            /** @description Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2) */
            default_max_age?: number;
            /** @description The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes */
            default_resource?: string;
            /**
             * @description Our own client: users are not asked for consent
             * @default false
             */
            first_party?: boolean;
            /**
             * @description authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens
             * @default [
             *       "authorization_code"
             *     ]
             */
            grant_types?: ("authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer")[];
            /**
             * @description full puts profile and e-mail claims into the ID token
             * @default conform
             * @enum {string}
             */
            id_token_claims?: "conform" | "full";
            /**
             * @description JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)
             * @enum {string}
             */
            id_token_signed_response_alg?: "RS256" | "PS256" | "ES256" | "Ed25519" | "EdDSA";
            /** @description Other authorization servers for which it gets identity assertion grants (ID-JAG) by token exchange of its ID tokens; what is not named is refused */
            identity_assertion_grants?: {
                /**
                 * Format: uri
                 * @description Issuer of the other authorization server, exactly
                 */
                audience: string;
                /** @description What the client is called there; as here when absent */
                client_id?: string;
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                resources?: string[];
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                scopes?: string[];
                /**
                 * @description Lifetime of a grant, in seconds
                 * @default 300
                 */
                seconds?: number;
            }[];
            /** @description Issuers whose identity assertion grants (ID-JAG) it redeems for access tokens of users; such an issuer decides who the user is */
            identity_assertion_issuers?: {
                /**
                 * @description JWS algorithms of its grants (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519")[];
                /**
                 * Format: uri
                 * @description The claim iss of its grants, exactly
                 */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count
                 * @default linked
                 */
                subjects?: "linked" | "same" | {
                    [key: string]: string;
                };
            }[];
            /** @description Its public keys, for private_key_jwt (RFC 7591, section 2) */
            jwks?: {
                /** @description Public keys (RFC 7517, section 5.1) */
                keys: ({
                    /** @description Kind of key, such as RSA, EC or OKP (RFC 7517, section 4.1) */
                    kty: string;
                } & {
                    [key: string]: unknown;
                })[];
            } & {
                [key: string]: unknown;
            };
            /**
             * Format: uri
             * @description Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard
             */
            jwks_uri?: string;
            /**
             * Format: uri
             * @description Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file
             */
            logo_uri?: string;
            /** @description The only client that may exchange tokens issued to this one (RFC 8693, section 4.4) */
            may_act?: string;
            /**
             * Format: uri
             * @description Its privacy policy, linked on the consent page (RFC 7591, section 2); https, or http on loopback
             */
            policy_uri?: string;
            /**
             * @description Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1)
             * @default []
             */
            post_logout_redirect_uris?: string[];
            /**
             * @description Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1)
             * @default []
             */
            redirect_uris?: string[];
            /**
             * @description false only for a confidential client that cannot send a challenge (RFC 7636)
             * @default true
             */
            require_pkce?: boolean;
            /**
             * @description true: it may ask only by pushed requests (RFC 9126, section 6)
             * @default false
             */
            require_pushed_authorization_requests?: boolean;
            /**
             * @description Level of assurance of every sign-in at it
             * @enum {string}
             */
            required_acr?: "urn:gatehouse:acr:1" | "urn:gatehouse:acr:2";
            /**
             * @description audience for a client that cannot send resource (RFC 8707) and calls it so
             * @enum {string}
             */
            resource_parameter?: "resource" | "audience";
            /** @description Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed */
            resource_server_for?: string[];
            /**
             * @description OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes
             * @default
             */
            scope?: string;
            /**
             * @description Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope
             * @default {}
             */
            scopes?: {
                [key: string]: string[];
            };
            /**
             * @description Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3)
             * @default none
             * @enum {string}
             */
            sender_constrained?: "none" | "dpop" | "mtls";
            /** @description DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_dns?: string;
            /** @description E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_email?: string;
            /** @description IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_ip?: string;
            /** @description URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_uri?: string;
            /** @description Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_… */
            tls_client_auth_subject_dn?: string;
            /**
             * @description How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2)
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
            /** @description What it may exchange (RFC 8693); what no rule names is refused */
            token_exchange?: {
                /**
                 * @description Longest chain of actors in a token it gets
                 * @default 3
                 */
                max_depth?: number;
                /** @description Each a way of exchanging; the first that fits counts */
                rules: {
                    /**
                     * @description Sender-constrained tokens, too: this client is trusted to have checked the binding
                     * @default false
                     */
                    bound_subjects?: boolean;
                    /**
                     * @description Credentials that it checks itself and may hand in like tokens; only for a gateway
                     * @default []
                     */
                    credentials?: ("api_key" | "service_account" | "client_certificate")[];
                    /**
                     * @description Audiences of the tokens that it may hand in
                     * @default []
                     */
                    from?: string[];
                    /**
                     * @description delegation names this client in the claim act; impersonation does not
                     * @default delegation
                     * @enum {string}
                     */
                    mode?: "delegation" | "impersonation";
                    /** @description The most that the token carries */
                    scopes: string[];
                    /**
                     * @description Tokens of clients that are not our own, too
                     * @default false
                     */
                    third_party?: boolean;
                    /** @description The one audience of the token that it gets */
                    to: string;
                }[];
            };
            /**
             * Format: uri
             * @description Its terms of service, linked on the consent page (RFC 7591, section 2); https, or http on loopback
             */
            tos_uri?: string;
        };
        ClientHealth: {
            client_id: string;
            /** @description The worst first */
            findings: {
                code: string;
                /** @description What is, and what to do */
                message: string;
                /** @enum {string} */
                severity: "info" | "warning" | "critical";
            }[];
            /**
             * Format: date-time
             * @description To the minute; absent: nothing was seen of it
             */
            last_used_at?: string;
            pkce: {
                required: boolean;
                /**
                 * Format: date-time
                 * @description When it last asked without a challenge
                 */
                skipped_at?: string;
                /** Format: date-time */
                used_at?: string;
            };
            /**
             * @description rotated: each works once; kept: bound to a key, each works until it expires
             * @enum {string}
             */
            refresh_tokens: "none" | "rotated" | "kept";
            secrets: {
                age_days: number;
                expires_in_days?: number;
                fingerprint: string;
            }[];
            sender_constraint: {
                /** @enum {string} */
                required: "none" | "dpop" | "mtls";
                /**
                 * Format: date-time
                 * @description When it last got a token that is bound to no key
                 */
                skipped_at?: string;
                /** Format: date-time */
                used_at?: string;
            };
            /** @description What it is registered with and has not used since uses are noted */
            unused: {
                grant_types: string[];
                redirect_uris: string[];
                scope: string[];
                /** @description By resource */
                scopes: {
                    [key: string]: string[];
                };
            };
        };
        ClientPatch: {
            /** @description Fixed claims of its own access tokens, of users_policy.claims */
            access_token_claims?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Browser origins that may call the token endpoint (CORS) */
            allowed_origins?: string[] | null;
            /** @description native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2) */
            application_type?: ("web" | "native") | null;
            assertion_issuers?: {
                /**
                 * @description JWS algorithms of its assertions (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                /** @description The claim iss of its assertions, exactly */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description An assertion that expires later than this from now is refused
                 * @default 600
                 */
                longest_seconds?: number;
                /** @description The claim sub of the workloads that are this client, each exactly */
                subjects: string[];
            }[] | null;
            /** @description true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
            backchannel_logout_session_required?: boolean | null;
            /** @description Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
            backchannel_logout_uri?: string | null;
            branding?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag */
            client_name?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Its home page, to which pages lead back (RFC 7591, section 2); https, or http on loopback */
            client_uri?: string | null;
            /** @description Connections that its users may sign in by, in this order; all of them when absent, none when empty */
            connections?: string[] | null;
            /** @description Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them */
            contacts?: string[] | null;
            /** @description The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it */
            default_connection?: string | null;
            /** @description Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2) */
            default_max_age?: number | null;
            /** @description The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes */
            default_resource?: string | null;
            /** @description true ends all its tokens */
            disabled?: boolean;
            /** @description Our own client: users are not asked for consent */
            first_party?: boolean | null;
            /** @description authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens */
            grant_types?: ("authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer")[] | null;
            /** @description full puts profile and e-mail claims into the ID token */
            id_token_claims?: ("conform" | "full") | null;
            /** @description JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864) */
            id_token_signed_response_alg?: ("RS256" | "PS256" | "ES256" | "Ed25519" | "EdDSA") | null;
            identity_assertion_grants?: {
                /**
                 * Format: uri
                 * @description Issuer of the other authorization server, exactly
                 */
                audience: string;
                /** @description What the client is called there; as here when absent */
                client_id?: string;
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                resources?: string[];
                /** @description The most that a grant names; when absent it names none, and the other server decides */
                scopes?: string[];
                /**
                 * @description Lifetime of a grant, in seconds
                 * @default 300
                 */
                seconds?: number;
            }[] | null;
            identity_assertion_issuers?: {
                /**
                 * @description JWS algorithms of its grants (RFC 7518, section 3.1)
                 * @default [
                 *       "RS256"
                 *     ]
                 */
                algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519")[];
                /**
                 * Format: uri
                 * @description The claim iss of its grants, exactly
                 */
                issuer: string;
                /**
                 * Format: uri
                 * @description Where its keys are; asked through the outbound guard
                 */
                jwks_uri: string;
                /**
                 * @description Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count
                 * @default linked
                 */
                subjects?: "linked" | "same" | {
                    [key: string]: string;
                };
            }[] | null;
            /** @description Its public keys, for private_key_jwt (RFC 7591, section 2) */
            jwks?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard */
            jwks_uri?: string | null;
            /** @description Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file */
            logo_uri?: string | null;
            /** @description The only client that may exchange tokens issued to this one (RFC 8693, section 4.4) */
            may_act?: string | null;
            /** @description Its privacy policy, linked on the consent page (RFC 7591, section 2); https, or http on loopback */
            policy_uri?: string | null;
            /** @description Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1) */
            post_logout_redirect_uris?: string[] | null;
            /** @description Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1) */
            redirect_uris?: string[] | null;
            /** @description false only for a confidential client that cannot send a challenge (RFC 7636) */
            require_pkce?: boolean | null;
            /** @description true: it may ask only by pushed requests (RFC 9126, section 6) */
            require_pushed_authorization_requests?: boolean | null;
            /** @description Level of assurance of every sign-in at it */
            required_acr?: ("urn:gatehouse:acr:1" | "urn:gatehouse:acr:2") | null;
            /** @description audience for a client that cannot send resource (RFC 8707) and calls it so */
            resource_parameter?: ("resource" | "audience") | null;
            /** @description Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed */
            resource_server_for?: string[] | null;
            /** @description OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes */
            scope?: string | null;
            /** @description Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope */
            scopes?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3) */
            sender_constrained?: ("none" | "dpop" | "mtls") | null;
            /** @description DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_dns?: string | null;
            /** @description E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_email?: string | null;
            /** @description IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_ip?: string | null;
            /** @description URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
            tls_client_auth_san_uri?: string | null;
            /** @description Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_… */
            tls_client_auth_subject_dn?: string | null;
            /** @description How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2) */
            token_endpoint_auth_method?: ("client_secret_basic" | "client_secret_post" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none") | null;
            token_exchange?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Its terms of service, linked on the consent page (RFC 7591, section 2); https, or http on loopback */
            tos_uri?: string | null;
        };
        Connection: {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /**
             * Format: uri
             * @description Its issuer; endpoints and keys are read from there
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Any OpenID provider, found by discovery (OpenID Connect Discovery 1.0)
             * @constant
             */
            kind: "oidc";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * Format: uri
             * @description Where the browser is sent (RFC 6749, section 3.1)
             */
            authorization_endpoint: string;
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /**
             * Format: uri
             * @description By this name its users are known here; it cannot be changed later without their links
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description A provider of OAuth 2.0 alone: its endpoints, and which members say who it is
             * @constant
             */
            kind: "oauth2";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description false only for a provider that refuses a challenge (RFC 7636)
             * @default true
             */
            pkce: boolean;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * Format: uri
             * @description Where the code is redeemed (RFC 6749, section 3.2)
             */
            token_endpoint: string;
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
            /**
             * Format: uri
             * @description Answers JSON about the user to a GET with the access token
             */
            userinfo_endpoint: string;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /** @description Only users of these Google Workspaces (the claim hd); every Google account when absent */
            hosted_domains?: string[];
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Google accounts
             * @constant
             */
            kind: "google";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Microsoft Entra ID
             * @constant
             */
            kind: "microsoft";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /** @description The id of the tenant; or organizations, consumers, common, for several: then tenants says which */
            tenant: string | ("organizations" | "consumers" | "common");
            /** @description Whose users come in (the claim tid), where tenant names none; * for all */
            tenants?: "*" | string[];
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /** @description Of the private key */
            key_id: string;
            /**
             * @description Sign in with Apple. The client secret is the private key (.p8)
             * @constant
             */
            kind: "apple";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /** @description Of the developer account */
            team_id: string;
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Whether it has a client secret; nothing answers the secret itself */
            has_secret: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description GitHub; the address is the primary one, if GitHub has verified it
             * @constant
             */
            kind: "github";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /** @description Of its domains, those whose owner has proved them in the DNS */
            proved_domains: string[];
            /** @description To be registered at the upstream */
            redirect_uri: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        };
        ConnectionDomain: {
            /**
             * Format: date-time
             * @description When the DNS last gave an answer
             */
            checked_at?: string;
            domain: string;
            /** Format: date-time */
            lost_at?: string;
            /** Format: date-time */
            proved_at?: string;
            /** @description Absent: nobody has asked for a challenge yet */
            record?: {
                /** @description Name of the TXT record that proves the domain */
                name: string;
                /** @description What the record says */
                value: string;
            };
            /**
             * @description Sign-in goes by it only while it is proved; lost: it was proved, and its DNS says it no more
             * @enum {string}
             */
            state: "unproved" | "proved" | "lost";
        };
        ConnectionDomains: {
            items: components["schemas"]["ConnectionDomain"][];
        };
        ConnectionEntry: {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: uri
             * @description Its issuer; endpoints and keys are read from there
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /**
             * @description Any OpenID provider, found by discovery (OpenID Connect Discovery 1.0)
             * @constant
             */
            kind: "oidc";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
        } | {
            /**
             * Format: uri
             * @description Where the browser is sent (RFC 6749, section 3.1)
             */
            authorization_endpoint: string;
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /**
             * Format: uri
             * @description By this name its users are known here; it cannot be changed later without their links
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /**
             * @description A provider of OAuth 2.0 alone: its endpoints, and which members say who it is
             * @constant
             */
            kind: "oauth2";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description false only for a provider that refuses a challenge (RFC 7636)
             * @default true
             */
            pkce?: boolean;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /**
             * Format: uri
             * @description Where the code is redeemed (RFC 6749, section 3.2)
             */
            token_endpoint: string;
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
            /**
             * Format: uri
             * @description Answers JSON about the user to a GET with the access token
             */
            userinfo_endpoint: string;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /** @description Only users of these Google Workspaces (the claim hd); every Google account when absent */
            hosted_domains?: string[];
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /**
             * @description Google accounts
             * @constant
             */
            kind: "google";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /**
             * @description Microsoft Entra ID
             * @constant
             */
            kind: "microsoft";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /** @description The id of the tenant; or organizations, consumers, common, for several: then tenants says which */
            tenant: string | ("organizations" | "consumers" | "common");
            /** @description Whose users come in (the claim tid), where tenant names none; * for all */
            tenants?: "*" | string[];
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /** @description Of the private key */
            key_id: string;
            /**
             * @description Sign in with Apple. The client secret is the private key (.p8)
             * @constant
             */
            kind: "apple";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /** @description Of the developer account */
            team_id: string;
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh?: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description The client secret at the upstream, or the private key (PEM) where we sign: { file: … }. When absent, it stays as it is in the database, where "gatehouse connections secret NAME" sets it */
            client_secret?: {
                /** @description A file beside this one, or an absolute path */
                file: string;
            } | {
                /** @description The secret itself; in files for development only */
                value: string;
            };
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains?: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled?: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens?: boolean;
            /**
             * @description GitHub; the address is the primary one, if GitHub has verified it
             * @constant
             */
            kind: "github";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /**
             * @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country
             * @default {}
             */
            mapping?: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims?: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email?: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified?: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale?: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name?: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr?: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr?: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr?: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request?: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles?: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up?: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync?: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email?: boolean;
        };
        ConnectionPatch: {
            /** @description Where the browser is sent (RFC 6749, section 3.1) */
            authorization_endpoint?: string | null;
            /** @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens */
            check_at_refresh?: boolean | null;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id?: string | null;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS */
            domains?: string[] | null;
            /** @description false: nobody signs in by it, and sessions that began by it end; what is linked stays */
            enabled?: boolean | null;
            /** @description Only users of these Google Workspaces (the claim hd); every Google account when absent */
            hosted_domains?: string[] | null;
            /** @description Its issuer; endpoints and keys are read from there */
            issuer?: string | null;
            /** @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh */
            keep_tokens?: boolean | null;
            /** @description Of the private key */
            key_id?: string | null;
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string | null;
            mapping?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description false only for a provider that refuses a challenge (RFC 7636) */
            pkce?: boolean | null;
            /** @description What of the upstream counts as a level of ours. A level that is not named is never taken from it */
            required_acr?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone */
            roles?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string | null;
            /** @description true: a first sign-in makes an account. false: only identities that are linked come in */
            sign_up?: boolean | null;
            /** @description When name, locale and claims are taken over: when the account is made, or at each sign-in */
            sync?: ("first" | "always") | null;
            /** @description Of the developer account */
            team_id?: string | null;
            /** @description The id of the tenant; or organizations, consumers, common, for several: then tenants says which */
            tenant?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Whose users come in (the claim tid), where tenant names none; * for all */
            tenants?: (string | {
                [key: string]: unknown;
            }) | null;
            /** @description Where the code is redeemed (RFC 6749, section 3.2) */
            token_endpoint?: string | null;
            /** @description How we prove ourselves there */
            token_endpoint_auth_method?: ("client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none") | null;
            /** @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators */
            trust_email?: boolean | null;
            /** @description Answers JSON about the user to a GET with the access token */
            userinfo_endpoint?: string | null;
        };
        ConnectionTest: {
            findings: {
                /** @description What to do, or why it was not looked at */
                advice: string;
                check: string;
                /** @enum {string} */
                result: "ok" | "warning" | "fault" | "skipped";
            }[];
            /** @description Nothing is at fault; there may be warnings */
            passed: boolean;
        };
        DeclaredConnection: {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /**
             * Format: uri
             * @description Its issuer; endpoints and keys are read from there
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Any OpenID provider, found by discovery (OpenID Connect Discovery 1.0)
             * @constant
             */
            kind: "oidc";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * Format: uri
             * @description Where the browser is sent (RFC 6749, section 3.1)
             */
            authorization_endpoint: string;
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /**
             * Format: uri
             * @description By this name its users are known here; it cannot be changed later without their links
             */
            issuer: string;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description A provider of OAuth 2.0 alone: its endpoints, and which members say who it is
             * @constant
             */
            kind: "oauth2";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description false only for a provider that refuses a challenge (RFC 7636)
             * @default true
             */
            pkce: boolean;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * Format: uri
             * @description Where the code is redeemed (RFC 6749, section 3.2)
             */
            token_endpoint: string;
            /**
             * @description How we prove ourselves there
             * @default client_secret_basic
             * @enum {string}
             */
            token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
            /**
             * Format: uri
             * @description Answers JSON about the user to a GET with the access token
             */
            userinfo_endpoint: string;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /** @description Only users of these Google Workspaces (the claim hd); every Google account when absent */
            hosted_domains?: string[];
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Google accounts
             * @constant
             */
            kind: "google";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description Microsoft Entra ID
             * @constant
             */
            kind: "microsoft";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /** @description The id of the tenant; or organizations, consumers, common, for several: then tenants says which */
            tenant: string | ("organizations" | "consumers" | "common");
            /** @description Whose users come in (the claim tid), where tenant names none; * for all */
            tenants?: "*" | string[];
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /** @description Of the private key */
            key_id: string;
            /**
             * @description Sign in with Apple. The client secret is the private key (.p8)
             * @constant
             */
            kind: "apple";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /** @description Of the developer account */
            team_id: string;
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        } | {
            /**
             * @description true: the upstream is asked again before a refresh; a user whom it lets in no more is out. With keep_tokens
             * @default false
             */
            check_at_refresh: boolean;
            /** @description Our identifier there (RFC 6749, section 2.2) */
            client_id: string;
            /** @description What users know it by, as in "Continue with …". A text, or one for each language by BCP 47 tag */
            display_name?: string | {
                [key: string]: string;
            };
            /**
             * @description Domains of e-mail addresses whose users sign in here; each counts once its owner has proved it in the DNS
             * @default []
             */
            domains: string[];
            /**
             * @description false: nobody signs in by it, and sessions that began by it end; what is linked stays
             * @default true
             */
            enabled: boolean;
            /**
             * @description true: the upstream's tokens are kept, encrypted; needed to ask it again at refresh
             * @default false
             */
            keep_tokens: boolean;
            /**
             * @description GitHub; the address is the primary one, if GitHub has verified it
             * @constant
             */
            kind: "github";
            /** @description For its button: a PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most */
            logo?: string;
            /** @description Where each thing stands: the name of a claim, or a JSON pointer such as /address/country */
            mapping: {
                /**
                 * @description Values of claims that users_policy.claims declares, by their names here
                 * @default {}
                 */
                claims: {
                    [key: string]: string;
                };
                /**
                 * @description E-mail address
                 * @default email
                 */
                email: string;
                /**
                 * @description Whether the upstream has verified the address; only the boolean true says so
                 * @default email_verified
                 */
                email_verified: string;
                /** @description A list of strings (or one), from which roles are given */
                groups?: string;
                /**
                 * @description BCP 47 tag
                 * @default locale
                 */
                locale: string;
                /** @description The login of a new account; its address, or a random one, when absent */
                login?: string;
                /**
                 * @description The whole name
                 * @default name
                 */
                name: string;
                /** @description What never changes; for kind oauth2, where it must be given */
                subject?: string;
            };
            /**
             * @description Its name in URLs: the callback is ISSUER/federation/NAME/callback
             * @example corp
             */
            name: string;
            /**
             * @description What of the upstream counts as a level of ours. A level that is not named is never taken from it
             * @default {}
             */
            required_acr: {
                [key: string]: {
                    /**
                     * @description A claim acr that counts as this level
                     * @default []
                     */
                    acr: string[];
                    /**
                     * @description Any of these in the claim amr counts as this level (RFC 8176)
                     * @default []
                     */
                    amr: string[];
                    /**
                     * @description acr_values that are asked for (OpenID Connect Core 1.0, section 3.1.2.1)
                     * @default []
                     */
                    request: string[];
                };
            };
            /**
             * @description Roles by group of the upstream (mapping.groups): given and taken at each sign-in. Others are left alone
             * @default {}
             */
            roles: {
                [key: string]: string[];
            };
            /** @description What is asked for, with spaces between; usual ones when absent */
            scope?: string;
            /**
             * @description true: a first sign-in makes an account. false: only identities that are linked come in
             * @default true
             */
            sign_up: boolean;
            /**
             * @description When name, locale and claims are taken over: when the account is made, or at each sign-in
             * @default first
             * @enum {string}
             */
            sync: "first" | "always";
            /**
             * @description true: the account with the same address is linked by itself, if the address is verified on both sides, its domain proved, and the account has no second factor and no role of operators
             * @default false
             */
            trust_email: boolean;
        };
        DoctorFindings: {
            /** Format: date-time */
            examined_at: string;
            findings: components["schemas"]["Finding"][];
        };
        DomainChallenge: {
            domain: string;
            record: {
                name: string;
                value: string;
            };
        };
        Factors: {
            items: {
                /** Format: date-time */
                added_at: string;
                /** @description Of a passkey, as the audit names it */
                id?: string;
                /** @enum {string} */
                kind: "authenticator_app" | "passkey" | "recovery_codes";
                /** Format: date-time */
                last_used_at?: string;
                /** @description Recovery codes that were not used */
                left?: number;
                /** @description What the user calls it */
                name?: string;
            }[];
        };
        Finding: {
            /** @description What to do; empty when nothing */
            advice: string;
            /** @description What was looked at, and how it is */
            check: string;
            /** @description What was looked at: a stable code */
            code: string;
            /**
             * @description fault: something does not work; warning: it works, and should be otherwise; skipped: there was nothing to look at
             * @enum {string}
             */
            result: "ok" | "warning" | "fault" | "skipped";
        };
        Grant: {
            client_id: string;
            /** Format: date-time */
            granted_at: string;
            /** @description As the audit names it */
            id: string;
            /** Format: date-time */
            last_used_at: string;
            openid_scopes: string[];
            /** @description Scopes by API */
            resources: {
                [key: string]: string[];
            };
        };
        GrantOfUnregisteredClient: {
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            granted_at: string;
            /** @description As the audit names it */
            id: string;
            /** Format: date-time */
            last_used_at: string;
            /** @description Absent: there is no such user any more */
            login?: string;
            openid_scopes: string[];
            /** @description Scopes by API */
            resources: {
                [key: string]: string[];
            };
            user_id: string;
        };
        Invitation: {
            /** Format: date-time */
            expires_at: string;
            /** @description Only when it is not mailed. Shown this once */
            link?: string;
            mailed_to?: string;
        };
        Key: {
            algorithm: string;
            /** Format: date-time */
            created_at: string;
            kid: string;
            /**
             * Format: date-time
             * @description Of a current key: somebody asked that it signs no longer; of a retired one: it leaves then
             */
            not_after?: string;
            /**
             * Format: date-time
             * @description It does not sign before, or signs since
             */
            not_before?: string;
            /** @enum {string} */
            purpose: "token" | "cookie" | "dpop-nonce" | "refresh-token";
            /** @description next: published, and does not sign yet; current: it signs; retired: it verifies */
            state: string;
        };
        KeyInList: {
            algorithm: string;
            /** Format: date-time */
            created_at: string;
            kid: string;
            /**
             * Format: date-time
             * @description Of a current key: somebody asked that it signs no longer; of a retired one: it leaves then
             */
            not_after?: string;
            /**
             * Format: date-time
             * @description It does not sign before, or signs since
             */
            not_before?: string;
            /** @enum {string} */
            purpose: "token" | "cookie" | "dpop-nonce" | "refresh-token";
            /**
             * Format: date-time
             * @description Of a current key: when the next one takes over, as it stands; absent: never
             */
            signs_until?: string;
            /** @description next: published, and does not sign yet; current: it signs; retired: it verifies */
            state: string;
        };
        KeyPlan: {
            algorithms: string[];
            /** @description How long a key is published before it signs */
            publish_ahead_seconds: number;
            /** @enum {string} */
            purpose: "token" | "cookie" | "dpop-nonce" | "refresh-token";
            /** @description How long a key verifies after it signed last */
            retain_seconds: number;
            /** @description How long a key signs; 0: until somebody asks for the next */
            rotation_seconds: number;
        };
        Keys: {
            items: components["schemas"]["KeyInList"][];
            plans: components["schemas"]["KeyPlan"][];
        };
        MadeClient: {
            client: components["schemas"]["Client"];
            /** @description Shown this once; absent: it has none */
            client_secret?: string;
        };
        NewClient: {
            /** @description Absent: one is made */
            client_id?: string;
            /**
             * @description Our own: users are not asked for consent
             * @default false
             */
            first_party?: boolean;
            /**
             * @description What it is; it decides grants, authentication and defaults
             * @enum {string}
             */
            kind: "web" | "spa" | "native" | "machine" | "device" | "api";
            /** @description Shown on the consent page; the identifier when absent */
            name?: string;
            /** @default [] */
            post_logout_redirect_uris?: string[];
            /** @default [] */
            redirect_uris?: string[];
            /**
             * @description The APIs that it is, for kind api
             * @default []
             */
            resources?: string[];
            /**
             * @description Scopes of APIs that it may ask for, by resource
             * @default {}
             */
            scopes?: {
                [key: string]: string[];
            };
        };
        NewClientSecret: {
            client_id: string;
            /** @description Shown this once */
            client_secret: string;
            /** Format: date-time */
            expires_at?: string;
            fingerprint: string;
        };
        NewRegistrationToken: {
            /** Format: date-time */
            expires_at: string;
            id: string;
            /** @description Shown this once */
            token: string;
        };
        NewUser: {
            /**
             * @description Of users_policy.claims of the registry
             * @default {}
             */
            claims?: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            email: string;
            /**
             * @description You vouch for the address: the user signs in by it. Needs users:credentials too
             * @default false
             */
            email_verified?: boolean;
            /** @description Absent: the user waits until PUT …/password, or POST …/invitation */
            invitation?: {
                /** @default 7 */
                expires_in_days?: number;
                /**
                 * @description Answer the link instead of mailing it; it then proves no address, and needs users:credentials too
                 * @default false
                 */
                show_link?: boolean;
            };
            /** @description BCP 47 tag */
            locale?: string;
            login: string;
            name: string;
            /** @default [] */
            roles?: string[];
        };
        OutboxItem: {
            /** @description How often it was tried */
            attempts: number;
            /** Format: date-time */
            created_at: string;
            /**
             * Format: date-time
             * @description When it is tried next
             */
            due_at: string;
            /**
             * Format: date-time
             * @description After that it is given up
             */
            expires_at: string;
            id: string;
            /** @description mail, or what it is to become */
            kind: string;
            /** @description Why the last attempt failed; absent: none has */
            last_failure?: string;
        };
        Overview: {
            /** @description With clients:read */
            clients?: {
                total: number;
            };
            /** @description With settings:read: where it stands what is wrong and what to do */
            doctor?: string;
            /** @description With keys:read: the keys that sign, and those that are next */
            keys?: components["schemas"]["Keys"];
            /** @description With outbox:read */
            outbox?: {
                /**
                 * Format: date-time
                 * @description When the oldest of them was made
                 */
                oldest_at?: string;
                /** @description Of those: tried and not sent yet */
                tried: number;
                waiting: number;
            };
            series: components["schemas"]["StatisticsSeries"][];
            /**
             * Format: date-time
             * @description When the first step begins
             */
            since: string;
            /** @enum {string} */
            span: "hour" | "day" | "week" | "month";
            step_seconds: number;
            /**
             * Format: date-time
             * @description When the last step ends: the one that is still going on
             */
            until: string;
            /** @description With users:read */
            users?: {
                total: number;
            };
        };
        Preview: {
            /** @description Events that would be recorded */
            audited: string[];
            changes: {
                after?: unknown;
                before?: unknown;
                /** @description JSON pointer into the object (RFC 6901) */
                pointer: string;
            }[];
            /** @description How much of each kind would end */
            counts: {
                [key: string]: number;
            };
            /** @constant */
            dry_run: true;
            /** @description What would end with it */
            ends: string[];
            notes: string[];
            /** @description What would be done; absent: nothing, all is as asked for */
            operation?: string;
            /** @description Mails to the user, and applications that are told */
            tells: string[];
        };
        Problem: {
            /** @description Stable; more exact than `type` where an operation of the directory refused */
            code: string;
            /** @description Also in X-Request-Id, the log and the audit records */
            correlation_id?: string;
            /** @description A sentence that says what to do */
            detail: string;
            errors?: {
                detail: string;
                parameter?: string;
                pointer?: string;
            }[];
            status: number;
            title: string;
            /** @description An address that names the kind of problem */
            type: string;
        };
        ProfileFinding: {
            /** @description What to do, or why nobody looked; empty when nothing is to be done */
            advice: string;
            /**
             * @description How much the specification asks for it (BCP 14)
             * @enum {string}
             */
            level: "MUST" | "SHOULD" | "MAY";
            /** @description What is required */
            requirement: string;
            /**
             * @description tested: nothing that is stored decides it, the tests of this version show it; not_checked: only the network could tell, and nobody asked it
             * @enum {string}
             */
            result: "holds" | "fails" | "tested" | "not_checked" | "not_applicable";
            /** @description A stable code */
            rule: string;
            /** @description Where the specification says it */
            section: string;
            /** @description What was looked at, as it is; empty when nothing was */
            value: string;
        };
        ProfileReport: {
            /** Format: date-time */
            examined_at: string;
            items: components["schemas"]["ProfileSubject"][];
            /** @description The address of the next page; absent on the last one */
            next?: string;
            /** @enum {string} */
            profile: "mcp-2026-07-28" | "oauth21";
            /** @description What the sections are sections of */
            specification: string;
        };
        ProfileSubject: {
            findings: components["schemas"]["ProfileFinding"][];
            /** @description The issuer, the indicator of the API, or the client identifier */
            id: string;
            /** @enum {string} */
            kind: "server" | "resource" | "client";
        };
        RegistrationToken: {
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at: string;
            id: string;
            label: string;
            /** @description Who made it */
            made_by: string;
            /** @description OpenID Connect scopes at most; absent: all that the policy allows */
            scope?: string;
            /** @description Scopes of APIs at most, by resource; absent: all that the policy allows */
            scopes?: {
                [key: string]: string[];
            };
            /** @description As many clients may still be registered with it */
            uses_left: number;
        };
        Registry: {
            branding?: components["schemas"]["Branding"];
            clients: {
                /**
                 * @description Fixed claims of its own access tokens, of users_policy.claims
                 * @default {}
                 */
                access_token_claims: {
                    [key: string]: string | number | boolean | string[] | {
                        [key: string]: string;
                    };
                };
                /**
                 * @description Browser origins that may call the token endpoint (CORS)
                 * @default []
                 */
                allowed_origins: string[];
                /**
                 * @description native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2)
                 * @default web
                 * @enum {string}
                 */
                application_type: "web" | "native";
                /** @description Issuers whose assertions stand for the client (RFC 7523); what is not named is refused */
                assertion_issuers?: {
                    /**
                     * @description JWS algorithms of its assertions (RFC 7518, section 3.1)
                     * @default [
                     *       "RS256"
                     *     ]
                     */
                    algorithms: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                    /** @description The claim iss of its assertions, exactly */
                    issuer: string;
                    /**
                     * Format: uri
                     * @description Where its keys are; asked through the outbound guard
                     */
                    jwks_uri: string;
                    /**
                     * @description An assertion that expires later than this from now is refused
                     * @default 600
                     */
                    longest_seconds: number;
                    /** @description The claim sub of the workloads that are this client, each exactly */
                    subjects: string[];
                }[];
                /** @description true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
                backchannel_logout_session_required?: boolean;
                /**
                 * Format: uri
                 * @description Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2)
                 */
                backchannel_logout_uri?: string;
                /** @description The look of the pages */
                branding?: {
                    /** @description Refused when text in them has a contrast below 4.5:1 */
                    colours?: {
                        /** @description In the dark colour scheme */
                        dark?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                        /** @description In the light colour scheme */
                        light?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                    };
                    /** @description At the foot of the pages */
                    links?: {
                        /**
                         * Format: uri
                         * @description Privacy policy
                         */
                        privacy?: string;
                        /**
                         * Format: uri
                         * @description Where users get help
                         */
                        support?: string;
                        /**
                         * Format: uri
                         * @description Terms of use
                         */
                        terms?: string;
                    };
                    /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                    logo?: string;
                    /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                    name?: string;
                    /** @description Of inputs and buttons, in pixels */
                    radius?: number;
                };
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
                /** @description What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag */
                client_name?: string | {
                    [key: string]: string;
                };
                /**
                 * Format: uri
                 * @description Its home page, to which pages lead back (RFC 7591, section 2); https, or http on loopback
                 */
                client_uri?: string;
                /** @description Connections that its users may sign in by, in this order; all of them when absent, none when empty */
                connections?: string[];
                /** @description Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them */
                contacts?: string[];
                /** @description The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it */
                default_connection?: string;
                /** @description Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2) */
                default_max_age?: number;
                /** @description The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes */
                default_resource?: string;
                /**
                 * @description Our own client: users are not asked for consent
                 * @default false
                 */
                first_party: boolean;
                /**
                 * @description authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens
                 * @default [
                 *       "authorization_code"
                 *     ]
                 */
                grant_types: ("authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer")[];
                /**
                 * @description full puts profile and e-mail claims into the ID token
                 * @default conform
                 * @enum {string}
                 */
                id_token_claims: "conform" | "full";
                /**
                 * @description JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)
                 * @enum {string}
                 */
                id_token_signed_response_alg?: "RS256" | "PS256" | "ES256" | "Ed25519" | "EdDSA";
                /** @description Other authorization servers for which it gets identity assertion grants (ID-JAG) by token exchange of its ID tokens; what is not named is refused */
                identity_assertion_grants?: {
                    /**
                     * Format: uri
                     * @description Issuer of the other authorization server, exactly
                     */
                    audience: string;
                    /** @description What the client is called there; as here when absent */
                    client_id?: string;
                    /** @description The most that a grant names; when absent it names none, and the other server decides */
                    resources?: string[];
                    /** @description The most that a grant names; when absent it names none, and the other server decides */
                    scopes?: string[];
                    /**
                     * @description Lifetime of a grant, in seconds
                     * @default 300
                     */
                    seconds: number;
                }[];
                /** @description Issuers whose identity assertion grants (ID-JAG) it redeems for access tokens of users; such an issuer decides who the user is */
                identity_assertion_issuers?: {
                    /**
                     * @description JWS algorithms of its grants (RFC 7518, section 3.1)
                     * @default [
                     *       "RS256"
                     *     ]
                     */
                    algorithms: ("RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519")[];
                    /**
                     * Format: uri
                     * @description The claim iss of its grants, exactly
                     */
                    issuer: string;
                    /**
                     * Format: uri
                     * @description Where its keys are; asked through the outbound guard
                     */
                    jwks_uri: string;
                    /**
                     * @description Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count
                     * @default linked
                     */
                    subjects: "linked" | "same" | {
                        [key: string]: string;
                    };
                }[];
                /** @description Its public keys, for private_key_jwt (RFC 7591, section 2) */
                jwks?: {
                    /** @description Public keys (RFC 7517, section 5.1) */
                    keys: ({
                        /** @description Kind of key, such as RSA, EC or OKP (RFC 7517, section 4.1) */
                        kty: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                } & {
                    [key: string]: unknown;
                };
                /**
                 * Format: uri
                 * @description Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard
                 */
                jwks_uri?: string;
                /**
                 * Format: uri
                 * @description Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file
                 */
                logo_uri?: string;
                /** @description The only client that may exchange tokens issued to this one (RFC 8693, section 4.4) */
                may_act?: string;
                /**
                 * Format: uri
                 * @description Its privacy policy, linked on the consent page (RFC 7591, section 2); https, or http on loopback
                 */
                policy_uri?: string;
                /**
                 * @description Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1)
                 * @default []
                 */
                post_logout_redirect_uris: string[];
                /**
                 * @description Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1)
                 * @default []
                 */
                redirect_uris: string[];
                /**
                 * @description false only for a confidential client that cannot send a challenge (RFC 7636)
                 * @default true
                 */
                require_pkce: boolean;
                /**
                 * @description true: it may ask only by pushed requests (RFC 9126, section 6)
                 * @default false
                 */
                require_pushed_authorization_requests: boolean;
                required_acr?: string;
                /**
                 * @description audience for a client that cannot send resource (RFC 8707) and calls it so
                 * @enum {string}
                 */
                resource_parameter?: "resource" | "audience";
                /** @description Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed */
                resource_server_for?: string[];
                /**
                 * @description OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes
                 * @default
                 */
                scope: string;
                /**
                 * @description Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope
                 * @default {}
                 */
                scopes: {
                    [key: string]: string[];
                };
                /**
                 * @description Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3)
                 * @default none
                 * @enum {string}
                 */
                sender_constrained: "none" | "dpop" | "mtls";
                /** @description DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_dns?: string;
                /** @description E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_email?: string;
                /** @description IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_ip?: string;
                /** @description URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_uri?: string;
                /** @description Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_… */
                tls_client_auth_subject_dn?: string;
                /**
                 * @description How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2)
                 * @default client_secret_basic
                 * @enum {string}
                 */
                token_endpoint_auth_method: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
                /** @description What it may exchange (RFC 8693); what no rule names is refused */
                token_exchange?: {
                    /**
                     * @description Longest chain of actors in a token it gets
                     * @default 3
                     */
                    max_depth: number;
                    /** @description Each a way of exchanging; the first that fits counts */
                    rules: {
                        /**
                         * @description Sender-constrained tokens, too: this client is trusted to have checked the binding
                         * @default false
                         */
                        bound_subjects: boolean;
                        /**
                         * @description Credentials that it checks itself and may hand in like tokens; only for a gateway
                         * @default []
                         */
                        credentials: ("api_key" | "service_account" | "client_certificate")[];
                        /**
                         * @description Audiences of the tokens that it may hand in
                         * @default []
                         */
                        from: string[];
                        /**
                         * @description delegation names this client in the claim act; impersonation does not
                         * @default delegation
                         * @enum {string}
                         */
                        mode: "delegation" | "impersonation";
                        /** @description The most that the token carries */
                        scopes: string[];
                        /**
                         * @description Tokens of clients that are not our own, too
                         * @default false
                         */
                        third_party: boolean;
                        /** @description The one audience of the token that it gets */
                        to: string;
                    }[];
                };
                /**
                 * Format: uri
                 * @description Its terms of service, linked on the consent page (RFC 7591, section 2); https, or http on loopback
                 */
                tos_uri?: string;
            }[];
            connections?: components["schemas"]["DeclaredConnection"][];
            resources: {
                /**
                 * @description JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here
                 * @enum {string}
                 */
                access_token_signing_alg?: "RS256" | "PS256" | "ES256";
                /** @description Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent */
                access_token_ttl_seconds?: number;
                /**
                 * @description Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares
                 * @default []
                 */
                claims: string[];
                /**
                 * @description What a client gets that asks for no scope
                 * @default []
                 */
                default_scopes: string[];
                indicator: string;
                /** @description A sign-in for it may be so long ago at most */
                max_auth_age_seconds?: number;
                /** @description Shown on the consent page: a text, or one for each language by BCP 47 tag */
                name: string | {
                    [key: string]: string;
                };
                required_acr?: string;
                /** @description Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag */
                scopes: {
                    [key: string]: string | {
                        [key: string]: string;
                    };
                };
                /**
                 * @description jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)
                 * @default jwt
                 * @enum {string}
                 */
                token_format: "jwt" | "opaque";
            }[];
            roles: {
                [key: string]: {
                    [key: string]: string[];
                };
            };
            unregistered_clients?: components["schemas"]["UnregisteredClientsPolicy"];
            users_policy: components["schemas"]["UsersPolicy"];
        };
        RegistryDocument: {
            /** @description The look of all pages; null takes it back */
            branding?: {
                /** @description Refused when text in them has a contrast below 4.5:1 */
                colours?: {
                    /** @description In the dark colour scheme */
                    dark?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                    /** @description In the light colour scheme */
                    light?: {
                        /** @description Buttons, links and focus */
                        accent?: string;
                        /** @description Behind the sheet */
                        canvas?: string;
                        /** @description Text */
                        ink?: string;
                        /** @description The sheet */
                        surface?: string;
                    };
                };
                /** @description At the foot of the pages */
                links?: {
                    /**
                     * Format: uri
                     * @description Privacy policy
                     */
                    privacy?: string;
                    /**
                     * Format: uri
                     * @description Where users get help
                     */
                    support?: string;
                    /**
                     * Format: uri
                     * @description Terms of use
                     */
                    terms?: string;
                };
                /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                logo?: string;
                /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                name?: string;
                /** @description Of inputs and buttons, in pixels */
                radius?: number;
            } | null;
            /**
             * @description The applications that may ask for tokens
             * @default []
             */
            clients?: {
                /**
                 * @description Fixed claims of its own access tokens, of users_policy.claims
                 * @default {}
                 */
                access_token_claims?: {
                    [key: string]: string | number | boolean | string[] | {
                        [key: string]: string;
                    };
                };
                /**
                 * @description Browser origins that may call the token endpoint (CORS)
                 * @default []
                 */
                allowed_origins?: string[];
                /**
                 * @description native for an application on the user's machine, which may be redirected to on loopback with any port and by a scheme of its own (RFC 8252, section 7; OpenID Connect Registration 1.0, section 2)
                 * @default web
                 * @enum {string}
                 */
                application_type?: "web" | "native";
                /** @description Issuers whose assertions stand for the client (RFC 7523); what is not named is refused */
                assertion_issuers?: {
                    /**
                     * @description JWS algorithms of its assertions (RFC 7518, section 3.1)
                     * @default [
                     *       "RS256"
                     *     ]
                     */
                    algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                    /** @description The claim iss of its assertions, exactly */
                    issuer: string;
                    /**
                     * Format: uri
                     * @description Where its keys are; asked through the outbound guard
                     */
                    jwks_uri: string;
                    /**
                     * @description An assertion that expires later than this from now is refused
                     * @default 600
                     */
                    longest_seconds?: number;
                    /** @description The claim sub of the workloads that are this client, each exactly */
                    subjects: string[];
                }[];
                /** @description true: it is told which session ended, by sid (OpenID Connect Back-Channel Logout 1.0, section 2.2) */
                backchannel_logout_session_required?: boolean;
                /**
                 * Format: uri
                 * @description Where it is told that a user has signed out (OpenID Connect Back-Channel Logout 1.0, section 2.2)
                 */
                backchannel_logout_uri?: string;
                /** @description The look of the pages */
                branding?: {
                    /** @description Refused when text in them has a contrast below 4.5:1 */
                    colours?: {
                        /** @description In the dark colour scheme */
                        dark?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                        /** @description In the light colour scheme */
                        light?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                    };
                    /** @description At the foot of the pages */
                    links?: {
                        /**
                         * Format: uri
                         * @description Privacy policy
                         */
                        privacy?: string;
                        /**
                         * Format: uri
                         * @description Where users get help
                         */
                        support?: string;
                        /**
                         * Format: uri
                         * @description Terms of use
                         */
                        terms?: string;
                    };
                    /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                    logo?: string;
                    /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                    name?: string;
                    /** @description Of inputs and buttons, in pixels */
                    radius?: number;
                };
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
                /** @description What users know it by (RFC 7591, section 2); client_id when absent. A text, or one for each language by BCP 47 tag */
                client_name?: string | {
                    [key: string]: string;
                };
                /**
                 * @description Hashes of its secrets; several may be valid at once
                 * @default []
                 */
                client_secrets?: {
                    /**
                     * Format: date-time
                     * @description When it expires, such as 2027-01-31T12:00:00Z; never when absent
                     */
                    expires_at?: string;
                    /** @description SHA-256 of the secret in base64url; "gatehouse clients secret add" makes secrets without a file */
                    sha256: string;
                }[];
                /**
                 * Format: uri
                 * @description Its home page, to which pages lead back (RFC 7591, section 2); https, or http on loopback
                 */
                client_uri?: string;
                /** @description Connections that its users may sign in by, in this order; all of them when absent, none when empty */
                connections?: string[];
                /** @description Who answers for it, usually e-mail addresses (RFC 7591, section 2). For operators; users do not see them */
                contacts?: string[];
                /** @description The connection to which its users go without a page, one of connections if those are given; idp_hint and login_hint of a request count before it */
                default_connection?: string;
                /** @description Seconds that a sign-in at it may be ago at most (OpenID Connect Registration 1.0, section 2) */
                default_max_age?: number;
                /** @description The resource that is meant where a request asks for scopes of APIs and names none (RFC 8707, section 2.1); without it, the only one that has those scopes */
                default_resource?: string;
                /**
                 * @description Our own client: users are not asked for consent
                 * @default false
                 */
                first_party?: boolean;
                /**
                 * @description authorization_code when absent (RFC 7591); a web application usually has [authorization_code, refresh_token]. Empty only for a client that is an API and asks for no tokens
                 * @default [
                 *       "authorization_code"
                 *     ]
                 */
                grant_types?: ("authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer")[];
                /**
                 * @description full puts profile and e-mail claims into the ID token
                 * @default conform
                 * @enum {string}
                 */
                id_token_claims?: "conform" | "full";
                /**
                 * @description JWS algorithm of its ID and logout tokens, RS256 when absent; EdDSA is the older name of Ed25519 (RFC 9864)
                 * @enum {string}
                 */
                id_token_signed_response_alg?: "RS256" | "PS256" | "ES256" | "Ed25519" | "EdDSA";
                /** @description Other authorization servers for which it gets identity assertion grants (ID-JAG) by token exchange of its ID tokens; what is not named is refused */
                identity_assertion_grants?: {
                    /**
                     * Format: uri
                     * @description Issuer of the other authorization server, exactly
                     */
                    audience: string;
                    /** @description What the client is called there; as here when absent */
                    client_id?: string;
                    /** @description The most that a grant names; when absent it names none, and the other server decides */
                    resources?: string[];
                    /** @description The most that a grant names; when absent it names none, and the other server decides */
                    scopes?: string[];
                    /**
                     * @description Lifetime of a grant, in seconds
                     * @default 300
                     */
                    seconds?: number;
                }[];
                /** @description Issuers whose identity assertion grants (ID-JAG) it redeems for access tokens of users; such an issuer decides who the user is */
                identity_assertion_issuers?: {
                    /**
                     * @description JWS algorithms of its grants (RFC 7518, section 3.1)
                     * @default [
                     *       "RS256"
                     *     ]
                     */
                    algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA" | "Ed25519")[];
                    /**
                     * Format: uri
                     * @description The claim iss of its grants, exactly
                     */
                    issuer: string;
                    /**
                     * Format: uri
                     * @description Where its keys are; asked through the outbound guard
                     */
                    jwks_uri: string;
                    /**
                     * @description Which account a user of that issuer is. linked: the account that its identity is connected with, as for signing in by an upstream provider. same: both servers have the same accounts, and a subject is the id of one. Otherwise the id of an account for each subject; nobody else is let in. E-mail addresses never count
                     * @default linked
                     */
                    subjects?: "linked" | "same" | {
                        [key: string]: string;
                    };
                }[];
                /** @description Its public keys, for private_key_jwt (RFC 7591, section 2) */
                jwks?: {
                    /** @description Public keys (RFC 7517, section 5.1) */
                    keys: ({
                        /** @description Kind of key, such as RSA, EC or OKP (RFC 7517, section 4.1) */
                        kty: string;
                    } & {
                        [key: string]: unknown;
                    })[];
                } & {
                    [key: string]: unknown;
                };
                /**
                 * Format: uri
                 * @description Where its public keys are, instead of jwks (RFC 7591, section 2); asked through the outbound guard
                 */
                jwks_uri?: string;
                /**
                 * Format: uri
                 * @description Its logo (RFC 7591, section 2). Pages show only a data: URI, for they load nothing from elsewhere; branding.logo takes a file
                 */
                logo_uri?: string;
                /** @description The only client that may exchange tokens issued to this one (RFC 8693, section 4.4) */
                may_act?: string;
                /**
                 * Format: uri
                 * @description Its privacy policy, linked on the consent page (RFC 7591, section 2); https, or http on loopback
                 */
                policy_uri?: string;
                /**
                 * @description Where the browser may be sent after signing out (OpenID Connect RP-Initiated Logout 1.0, section 3.1)
                 * @default []
                 */
                post_logout_redirect_uris?: string[];
                /**
                 * @description Where the browser may be sent with a code; compared character by character (RFC 6749, section 3.1.2; RFC 9700, section 2.1)
                 * @default []
                 */
                redirect_uris?: string[];
                /**
                 * @description false only for a confidential client that cannot send a challenge (RFC 7636)
                 * @default true
                 */
                require_pkce?: boolean;
                /**
                 * @description true: it may ask only by pushed requests (RFC 9126, section 6)
                 * @default false
                 */
                require_pushed_authorization_requests?: boolean;
                /**
                 * @description Level of assurance of every sign-in at it
                 * @enum {string}
                 */
                required_acr?: "urn:gatehouse:acr:1" | "urn:gatehouse:acr:2";
                /**
                 * @description audience for a client that cannot send resource (RFC 8707) and calls it so
                 * @enum {string}
                 */
                resource_parameter?: "resource" | "audience";
                /** @description Resources that this client is: it may introspect tokens for them and subscribe to the revocation feed */
                resource_server_for?: string[];
                /**
                 * @description OpenID Connect scopes it may ask for, with spaces between them, such as openid profile email (RFC 7591, section 2); scopes of APIs are in scopes
                 * @default
                 */
                scope?: string;
                /**
                 * @description Scopes of APIs that it may ask for, by resource; OpenID Connect scopes are in scope
                 * @default {}
                 */
                scopes?: {
                    [key: string]: string[];
                };
                /**
                 * @description Its tokens work only with a key of its own: dpop (RFC 9449) or mtls, its TLS certificate (RFC 8705, section 3)
                 * @default none
                 * @enum {string}
                 */
                sender_constrained?: "none" | "dpop" | "mtls";
                /** @description DNS name in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_dns?: string;
                /** @description E-mail address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_email?: string;
                /** @description IP address in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_ip?: string;
                /** @description URI in its certificate, for tls_client_auth (RFC 8705, section 2.1.2) */
                tls_client_auth_san_uri?: string;
                /** @description Subject of its certificate, for tls_client_auth (RFC 8705, section 2.1.2). Exactly one of tls_client_auth_… */
                tls_client_auth_subject_dn?: string;
                /**
                 * @description How it proves itself: by a secret, a signed JWT, a TLS certificate (RFC 8705), or not at all, as what runs in a browser or on a user's machine (RFC 7591, section 2)
                 * @default client_secret_basic
                 * @enum {string}
                 */
                token_endpoint_auth_method?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "tls_client_auth" | "self_signed_tls_client_auth" | "none";
                /** @description What it may exchange (RFC 8693); what no rule names is refused */
                token_exchange?: {
                    /**
                     * @description Longest chain of actors in a token it gets
                     * @default 3
                     */
                    max_depth?: number;
                    /** @description Each a way of exchanging; the first that fits counts */
                    rules: {
                        /**
                         * @description Sender-constrained tokens, too: this client is trusted to have checked the binding
                         * @default false
                         */
                        bound_subjects?: boolean;
                        /**
                         * @description Credentials that it checks itself and may hand in like tokens; only for a gateway
                         * @default []
                         */
                        credentials?: ("api_key" | "service_account" | "client_certificate")[];
                        /**
                         * @description Audiences of the tokens that it may hand in
                         * @default []
                         */
                        from?: string[];
                        /**
                         * @description delegation names this client in the claim act; impersonation does not
                         * @default delegation
                         * @enum {string}
                         */
                        mode?: "delegation" | "impersonation";
                        /** @description The most that the token carries */
                        scopes: string[];
                        /**
                         * @description Tokens of clients that are not our own, too
                         * @default false
                         */
                        third_party?: boolean;
                        /** @description The one audience of the token that it gets */
                        to: string;
                    }[];
                };
                /**
                 * Format: uri
                 * @description Its terms of service, linked on the consent page (RFC 7591, section 2); https, or http on loopback
                 */
                tos_uri?: string;
            }[];
            /**
             * @description Upstream providers, by which users sign in
             * @default []
             */
            connections?: components["schemas"]["ConnectionEntry"][];
            /**
             * @description The APIs that access tokens are for
             * @default []
             */
            resources?: {
                /**
                 * @description JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here
                 * @enum {string}
                 */
                access_token_signing_alg?: "RS256" | "PS256" | "ES256";
                /** @description Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent */
                access_token_ttl_seconds?: number;
                /**
                 * @description Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares
                 * @default []
                 */
                claims?: string[];
                /**
                 * @description What a client gets that asks for no scope
                 * @default []
                 */
                default_scopes?: string[];
                /** @description Resource indicator (RFC 8707): the audience of its access tokens */
                indicator: string;
                /** @description A sign-in for it may be so long ago at most */
                max_auth_age_seconds?: number;
                /** @description Shown on the consent page: a text, or one for each language by BCP 47 tag */
                name: string | {
                    [key: string]: string;
                };
                /**
                 * @description Level of assurance of every sign-in for it: …:1 is one factor, …:2 is two
                 * @enum {string}
                 */
                required_acr?: "urn:gatehouse:acr:1" | "urn:gatehouse:acr:2";
                /** @description Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag */
                scopes: {
                    [key: string]: string | {
                        [key: string]: string;
                    };
                };
                /**
                 * @description jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)
                 * @default jwt
                 * @enum {string}
                 */
                token_format?: "jwt" | "opaque";
            }[];
            /**
             * @description Role name and the scopes that it gives users, by resource
             * @default {}
             */
            roles?: {
                [key: string]: {
                    [key: string]: string[];
                };
            };
            /** @description Clients that nobody registered: who may come and what they may get; null: none any more */
            unregistered_clients?: {
                /**
                 * @description The longest life of their access tokens, in seconds
                 * @default 300
                 */
                access_token_seconds?: number;
                /** @description Hosts of which none is let in, whatever else is said: that of a document, or one to which a client that registered itself is redirected. When absent, those that operators blocked */
                blocked_domains?: string[];
                /** @description Clients whose client_id is the address of a document about them (OAuth Client ID Metadata Document) */
                documents?: {
                    /** @description Hosts whose documents are trusted: a name, *.name for all below it, or * for every host of the Internet */
                    domains: string[];
                    /**
                     * @description Where a client may be redirected to: hosts equal to or below the document's, these and the user's own machine, or wherever the document says
                     * @default same_domain_or_loopback
                     * @enum {string}
                     */
                    redirects?: "same_domain" | "same_domain_or_loopback" | "any";
                    /**
                     * @description true: only clients that prove themselves by a signed JWT (RFC 7523)
                     * @default false
                     */
                    require_private_key_jwt?: boolean;
                };
                /**
                 * @description After so many seconds the user is asked again, whatever happened meanwhile
                 * @default 2592000
                 */
                grant_seconds?: number;
                /** @description The longest that a refresh token of theirs may lie unused, in seconds; as for all clients when absent */
                refresh_token_seconds?: number;
                /** @description Dynamic client registration (RFC 7591) */
                registration?: {
                    /**
                     * @description How many may be registered in all
                     * @default 100000
                     */
                    clients?: number;
                    /**
                     * @description How many may be registered from a network (IPv4 /24, IPv6 /64; four times as many from an IPv6 /48)
                     * @default 100
                     */
                    clients_per_network?: number;
                    /**
                     * @description Seconds after which a client is removed that got no further token
                     * @default 7776000
                     */
                    idle_seconds?: number;
                    /**
                     * @description token: with an initial access token alone; open: anybody, for public clients; closed: nobody any more, and those that are registered stay
                     * @enum {string}
                     */
                    mode: "token" | "open" | "closed";
                    /**
                     * @description true: none is registered without one
                     * @default false
                     */
                    require_software_statement?: boolean;
                    /**
                     * @description true: each use of a registration access token gives the next one (RFC 7592, section 2)
                     * @default true
                     */
                    rotate_registration_access_tokens?: boolean;
                    /**
                     * @description Whose software statements are accepted; a statement of anybody else is refused
                     * @default []
                     */
                    software_statement_issuers?: {
                        /**
                         * @description JWS algorithms of its statements (RFC 7518, section 3.1)
                         * @default [
                         *       "RS256"
                         *     ]
                         */
                        algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                        /** @description The claim iss of its statements, exactly */
                        issuer: string;
                        /**
                         * Format: uri
                         * @description Where its keys are; asked through the outbound guard
                         */
                        jwks_uri: string;
                    }[];
                    /**
                     * @description Seconds after which a client is removed that never got a token
                     * @default 1209600
                     */
                    unused_seconds?: number;
                };
                /**
                 * @description OpenID Connect scopes that they may ask for, with spaces between them
                 * @default openid offline_access
                 */
                scope?: string;
                /**
                 * @description The most that they may ask for of APIs: scopes by resource
                 * @default {}
                 */
                scopes?: {
                    [key: string]: string[];
                };
            } | null;
            /**
             * @description What holds for all users
             * @default {}
             */
            users_policy?: {
                /**
                 * @description Further claims of users, by name; APIs get them too where their `claims` name them. null takes back one that was declared
                 * @default {}
                 */
                claims?: {
                    [key: string]: {
                        /**
                         * @description roles: the names of the roles of the user, as a list
                         * @enum {string}
                         */
                        from?: "roles";
                        /**
                         * @description Who asks for this scope gets it: profile when absent, or that of a standard claim
                         * @enum {string}
                         */
                        scope?: "profile" | "email" | "address" | "phone" | "groups";
                        /**
                         * @description string when absent, or what a standard claim is; list is a list of strings, address the standard object
                         * @enum {string}
                         */
                        type?: "string" | "number" | "boolean" | "list" | "address";
                    } | null;
                };
                /** @description Roles of everybody who registers; when absent, those that were applied before, at first none */
                registration_roles?: string[];
                /** @description Terms of use that everybody must accept before going on to an application; null: none any more */
                terms?: {
                    /** @description Where they can be read */
                    uri: string;
                    /** @description A new one is asked for again */
                    version: string;
                } | null;
            };
        };
        RemovedUnregisteredClients: {
            remaining: number;
            removed: number;
        };
        Resource: {
            /**
             * @description JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here
             * @enum {string}
             */
            access_token_signing_alg?: "RS256" | "PS256" | "ES256";
            /** @description Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent */
            access_token_ttl_seconds?: number;
            /**
             * @description Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares
             * @default []
             */
            claims: string[];
            /**
             * @description What a client gets that asks for no scope
             * @default []
             */
            default_scopes: string[];
            indicator: string;
            /** @description A sign-in for it may be so long ago at most */
            max_auth_age_seconds?: number;
            /** @description Shown on the consent page: a text, or one for each language by BCP 47 tag */
            name: string | {
                [key: string]: string;
            };
            required_acr?: string;
            /** @description Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag */
            scopes: {
                [key: string]: string | {
                    [key: string]: string;
                };
            };
            /**
             * @description jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)
             * @default jwt
             * @enum {string}
             */
            token_format: "jwt" | "opaque";
        };
        ResourceUses: {
            /** @description Clients that are this API, or exchange tokens for it: it stays while there are any */
            bound: string[];
            /** @description Clients that may ask for its scopes */
            clients: string[];
            /** @description Roles that give its scopes */
            roles: string[];
        };
        Role: {
            name: string;
            /** @description Scopes by resource indicator */
            scopes: {
                [key: string]: string[];
            };
        };
        ServiceAccount: {
            claims: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            expires_at?: string;
            id: string;
            /**
             * Format: date-time
             * @description To the minute or so
             */
            last_used_at?: string;
            /** @description What it signs in with */
            login: string;
            name: string;
            /** Format: date-time */
            revoked_at?: string;
            /** @description The most that it allows, by API */
            scopes: {
                [key: string]: string[];
            };
            /** @enum {string} */
            status: "active" | "expired" | "revoked";
        };
        Session: {
            address?: string;
            /** @description What was proved (RFC 8176) */
            amr: string[];
            /** @description Applications that were opened from it */
            client_ids: string[];
            /** @description As the audit names it; of no use for signing in */
            id: string;
            /** Format: date-time */
            last_used_at: string;
            /** Format: date-time */
            signed_in_at: string;
            user_agent?: string;
        };
        Settings: {
            settings: {
                [key: string]: unknown;
            };
        };
        SignInTest: {
            /** Format: date-time */
            expires_at: string;
            url: string;
        };
        StatisticsSeries: {
            /**
             * @description sign_in.completed; sign_in.refused: attempts with a wrong password, code or passkey; token.issued; token.refused: refused token requests; answer.failed: answers with a status of 500 and above
             * @enum {string}
             */
            name: "sign_in.completed" | "sign_in.refused" | "token.issued" | "token.refused" | "answer.failed";
            total: number;
            /** @description One for each step, the oldest first */
            values: number[];
        };
        UnregisteredClient: {
            client_id: string;
            /** @description What it calls itself; nobody has checked it */
            client_name?: string;
            /** Format: date-time */
            created_at: string;
            /** @description Grants that have neither ended nor expired */
            grants: number;
            host: string;
            /**
             * @description By a document at that address, or by dynamic registration
             * @enum {string}
             */
            kind: "document" | "dynamic";
            /**
             * Format: date-time
             * @description When a token was last issued, to about a day; absent: never
             */
            last_used_at?: string;
            /** @description What it says of itself; the policy decides what counts */
            metadata: {
                [key: string]: unknown;
            };
            redirect_uris: string[];
            /** @description The network that registered it */
            registered_from?: string;
            /** @description Users who gave them */
            users: number;
        };
        UnregisteredClientInList: {
            client_id: string;
            /** @description What it calls itself; nobody has checked it */
            client_name?: string;
            /** Format: date-time */
            created_at: string;
            /** @description Grants that have neither ended nor expired */
            grants: number;
            host: string;
            /**
             * @description By a document at that address, or by dynamic registration
             * @enum {string}
             */
            kind: "document" | "dynamic";
            /**
             * Format: date-time
             * @description When a token was last issued, to about a day; absent: never
             */
            last_used_at?: string;
            redirect_uris: string[];
            /** @description Users who gave them */
            users: number;
        };
        UnregisteredClientsPolicy: {
            /**
             * @description The longest life of their access tokens, in seconds
             * @default 300
             */
            access_token_seconds: number;
            /**
             * @description Hosts of which none is let in, whatever else is said: that of a document, or one to which a client that registered itself is redirected
             * @default []
             */
            blocked_domains: string[];
            /** @description Clients whose client_id is the address of a document about them (OAuth Client ID Metadata Document) */
            documents?: {
                /** @description Hosts whose documents are trusted: a name, *.name for all below it, or * for every host of the Internet */
                domains: string[];
                /**
                 * @description Where a client may be redirected to: hosts equal to or below the document's, these and the user's own machine, or wherever the document says
                 * @default same_domain_or_loopback
                 * @enum {string}
                 */
                redirects: "same_domain" | "same_domain_or_loopback" | "any";
                /**
                 * @description true: only clients that prove themselves by a signed JWT (RFC 7523)
                 * @default false
                 */
                require_private_key_jwt: boolean;
            };
            /**
             * @description After so many seconds the user is asked again, whatever happened meanwhile
             * @default 2592000
             */
            grant_seconds: number;
            /** @description The longest that a refresh token of theirs may lie unused, in seconds; as for all clients when absent */
            refresh_token_seconds?: number;
            /** @description Dynamic client registration (RFC 7591) */
            registration?: {
                /**
                 * @description How many may be registered in all
                 * @default 100000
                 */
                clients: number;
                /**
                 * @description How many may be registered from a network (IPv4 /24, IPv6 /64; four times as many from an IPv6 /48)
                 * @default 100
                 */
                clients_per_network: number;
                /**
                 * @description Seconds after which a client is removed that got no further token
                 * @default 7776000
                 */
                idle_seconds: number;
                /**
                 * @description token: with an initial access token alone; open: anybody, for public clients; closed: nobody any more, and those that are registered stay
                 * @enum {string}
                 */
                mode: "token" | "open" | "closed";
                /**
                 * @description true: none is registered without one
                 * @default false
                 */
                require_software_statement: boolean;
                /**
                 * @description true: each use of a registration access token gives the next one (RFC 7592, section 2)
                 * @default true
                 */
                rotate_registration_access_tokens: boolean;
                /**
                 * @description Whose software statements are accepted; a statement of anybody else is refused
                 * @default []
                 */
                software_statement_issuers: {
                    /**
                     * @description JWS algorithms of its statements (RFC 7518, section 3.1)
                     * @default [
                     *       "RS256"
                     *     ]
                     */
                    algorithms: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                    /** @description The claim iss of its statements, exactly */
                    issuer: string;
                    /**
                     * Format: uri
                     * @description Where its keys are; asked through the outbound guard
                     */
                    jwks_uri: string;
                }[];
                /**
                 * @description Seconds after which a client is removed that never got a token
                 * @default 1209600
                 */
                unused_seconds: number;
            };
            /**
             * @description OpenID Connect scopes that they may ask for, with spaces between them
             * @default openid offline_access
             */
            scope: string;
            /**
             * @description The most that they may ask for of APIs: scopes by resource
             * @default {}
             */
            scopes: {
                [key: string]: string[];
            };
        };
        UnregisteredHost: {
            /** @description The policy lets none of this host in any more */
            blocked: boolean;
            clients: number;
            /** @description Grants that have neither ended nor expired */
            grants: number;
            /** @description Of the document, or of where the client is redirected to */
            host: string;
            /**
             * Format: date-time
             * @description When a token was last issued, to about a day; absent: never
             */
            last_used_at?: string;
            /** @description Users who gave them */
            users: number;
        };
        User: {
            claims: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            /** Format: date-time */
            created_at: string;
            email?: string;
            email_verified: boolean;
            /** @description Subject */
            id: string;
            /** @description BCP 47 tag */
            locale?: string;
            login: string;
            name?: string;
            roles: string[];
            /**
             * @description pending: nobody has proved the address, or chosen a password, yet
             * @enum {string}
             */
            status: "pending" | "active" | "disabled";
            /** @description Accepted last */
            terms?: {
                /** Format: date-time */
                accepted_at: string;
                version: string;
            };
            /**
             * Format: date-time
             * @description Somebody registered it and nobody confirmed it: it is removed then
             */
            unconfirmed_until?: string;
            /** Format: date-time */
            updated_at: string;
        };
        UserChange: {
            /** @description These and no others, of users_policy.claims of the registry */
            claims?: {
                [key: string]: string | number | boolean | string[] | {
                    [key: string]: string;
                };
            };
            /** @description true ends all that the user has. Stands alone */
            disabled?: boolean;
            /** @description Unconfirmed; a mail asks the user to confirm it */
            email?: string;
            /** @description true: you vouch for the address */
            email_verified?: boolean;
            /** @description BCP 47 tag; null: the language of the browser */
            locale?: string | null;
            login?: string;
            name?: string;
            /** @description These and no others */
            roles?: string[];
        };
        UserClaims: {
            claims: {
                [key: string]: {
                    from?: string;
                    scope: string;
                    type: string;
                };
            };
        };
        UserIdentity: {
            /** @description By which it was connected, or used last */
            connection: string;
            /** @description As the upstream said last; it counts for nothing */
            email?: string;
            /** @description The connection is: the user signs in by it now */
            enabled: boolean;
            /** @description Its name in addresses */
            id: string;
            issuer: string;
            /** Format: date-time */
            last_used_at?: string;
            /** Format: date-time */
            linked_at: string;
            name?: string;
            subject: string;
        };
        UserOfRole: {
            id: string;
            login: string;
        };
        UsersPolicy: {
            /** @description Further claims of users, by name */
            claims: {
                [key: string]: {
                    /**
                     * @description roles: the names of the roles of the user, as a list
                     * @enum {string}
                     */
                    from?: "roles";
                    /**
                     * @description Who asks for this scope gets it: profile when absent, or that of a standard claim
                     * @enum {string}
                     */
                    scope?: "profile" | "email" | "address" | "phone" | "groups";
                    /**
                     * @description string when absent, or what a standard claim is; list is a list of strings, address the standard object
                     * @enum {string}
                     */
                    type?: "string" | "number" | "boolean" | "list" | "address";
                };
            };
            /** @description Roles of everybody who registers */
            registration_roles: string[];
            /** @description Terms of use that everybody must accept */
            terms?: {
                /** @description Where they can be read */
                uri: string;
                /** @description A new one is asked for again */
                version: string;
            };
        };
        UserSummary: {
            api_keys: number;
            grants: number;
            open_invitations: number;
            sessions: number;
            ways_to_sign_in: {
                authenticator_app: boolean;
                /** @description At upstream providers, whether or not their connection is enabled */
                identities: number;
                passkeys: number;
                password: boolean;
                recovery_codes: number;
            };
        };
    };
    responses: never;
    parameters: {
        /** @description Makes a repeated request the same one, for 24 hours */
        IdempotencyKey: string;
        /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
        Prefer: string;
    };
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listApiKeys: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditRecords: {
        parameters: {
            query?: {
                /** @description Identifier of who did it */
                actor?: string;
                /** @description Identifier of the client that it is about */
                client?: string;
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Events such as user.disabled; user.* for all that begin so. May be repeated */
                event?: string | string[];
                /** @description Entries of a page at most */
                limit?: number;
                /** @description Which come first */
                order?: "newest" | "oldest";
                /** @description How it ended */
                outcome?: "success" | "failure";
                /** @description From then on */
                since?: string;
                /** @description Which of them; needs target_type */
                target_id?: string;
                /** @description What it was done to, such as client */
                target_type?: string;
                /** @description false leaves out records of single tokens; searches by actor or target are fast then */
                tokens?: string;
                /** @description Up to then */
                until?: string;
                /** @description Identifier of the user that it is about */
                user?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditRecord"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: string[];
                    };
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportAuditRecords: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Events such as user.disabled; user.* for all that begin so. May be repeated */
                event?: string | string[];
                /** @description Entries of a page at most */
                limit?: number;
                /** @description From then on */
                since?: string;
                /** @description false leaves out records of single tokens; searches by actor or target are fast then */
                tokens?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditTrail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Correlation id, as in X-Request-Id */
                request_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditRecord"][];
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClients: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Only clients with this grant. A page may have fewer entries than asked for then, and still a next one */
                grant?: "authorization_code" | "refresh_token" | "client_credentials" | "urn:ietf:params:oauth:grant-type:device_code" | "urn:ietf:params:oauth:grant-type:token-exchange" | "urn:ietf:params:oauth:grant-type:jwt-bearer";
                /** @description Entries of a page at most */
                limit?: number;
                /** @description How the identifier begins, or the name when sorted by it */
                q?: string;
                /** @description By identifier, or by name without regard to letter case; - from the end */
                sort?: "id" | "-id" | "name" | "-name";
                /** @description Only clients that are accepted, or refused */
                status?: "active" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Client"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewClient"];
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MadeClient"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the object as it was read */
                "If-Match"?: string;
                /** @description *: make it if there is none */
                "If-None-Match"?: string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientEntry"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"] | components["schemas"]["Preview"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeClient: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateClient: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientPatch"];
                "application/merge-patch+json": components["schemas"]["ClientPatch"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getClientHealth: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientHealth"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeTokensOfClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Client identifier */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Only what was issued earlier, in whole seconds; absent: until now
                     */
                    before?: string;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeClientScopes: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default {} */
                    grant?: {
                        [key: string]: string[];
                    };
                    /** @default {} */
                    revoke?: {
                        [key: string]: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addClientSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Absent: it does not expire */
                    expires_in_days?: number;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewClientSecret"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeClientSecret: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Its name in requests (RFC 6749, section 2.2): 1 to 128 characters of ASCII without blanks */
                client_id: string;
                /** @description Of the secret, as the client shows it */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionEntry"];
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag of the object as it was read */
                "If-Match"?: string;
                /** @description *: make it if there is none */
                "If-None-Match"?: string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionEntry"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"] | components["schemas"]["Preview"];
                };
            };
            /** @description Made */
            201: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeConnection: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionPatch"];
                "application/merge-patch+json": components["schemas"]["ConnectionPatch"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionDomains: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionDomains"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    challengeConnectionDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
                /** @description One of its domains, in lower case */
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DomainChallenge"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkConnectionDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
                /** @description One of its domains, in lower case */
                domain: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedDomain"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setConnectionSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The client secret at the upstream, or the private key (PEM) where we sign. Nothing answers it again */
                    secret: string;
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    offerSignInTest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInTest"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the connection */
                connection_name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testDraftConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectionEntry"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDoctorFindings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoctorFindings"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Keys"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Key identifier (RFC 7517, section 4.5) */
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retireKey: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Key identifier (RFC 7517, section 4.5) */
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Key identifier (RFC 7517, section 4.5) */
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description What the keys are for
                     * @default token
                     * @enum {string}
                     */
                    purpose?: "token" | "cookie" | "dpop-nonce" | "refresh-token";
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOutbox: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Only messages of this kind */
                kind?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OutboxItem"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    dropOutboxItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Identifier of the message */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryOutboxItem: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Identifier of the message */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOverview: {
        parameters: {
            query?: {
                /** @description How far back the figures go */
                span?: "hour" | "day" | "week" | "month";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getBranding: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceBranding: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Refused when text in them has a contrast below 4.5:1 */
                    colours?: {
                        /** @description In the dark colour scheme */
                        dark?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                        /** @description In the light colour scheme */
                        light?: {
                            /** @description Buttons, links and focus */
                            accent?: string;
                            /** @description Behind the sheet */
                            canvas?: string;
                            /** @description Text */
                            ink?: string;
                            /** @description The sheet */
                            surface?: string;
                        };
                    };
                    /** @description At the foot of the pages */
                    links?: {
                        /**
                         * Format: uri
                         * @description Privacy policy
                         */
                        privacy?: string;
                        /**
                         * Format: uri
                         * @description Where users get help
                         */
                        support?: string;
                        /**
                         * Format: uri
                         * @description Terms of use
                         */
                        terms?: string;
                    };
                    /** @description A PNG or SVG file beside this one, or a data: URI of it in base64; 64 KB at most, without scripts */
                    logo?: string;
                    /** @description What the server is called on pages, in mails and by authenticator apps; else its host */
                    name?: string;
                    /** @description Of inputs and buttons, in pixels */
                    radius?: number;
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Branding"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUnregisteredClientsPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnregisteredClientsPolicy"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceUnregisteredClientsPolicy: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description The longest life of their access tokens, in seconds
                     * @default 300
                     */
                    access_token_seconds?: number;
                    /**
                     * @description Hosts of which none is let in, whatever else is said: that of a document, or one to which a client that registered itself is redirected
                     * @default []
                     */
                    blocked_domains?: string[];
                    /** @description Clients whose client_id is the address of a document about them (OAuth Client ID Metadata Document) */
                    documents?: {
                        /** @description Hosts whose documents are trusted: a name, *.name for all below it, or * for every host of the Internet */
                        domains: string[];
                        /**
                         * @description Where a client may be redirected to: hosts equal to or below the document's, these and the user's own machine, or wherever the document says
                         * @default same_domain_or_loopback
                         * @enum {string}
                         */
                        redirects?: "same_domain" | "same_domain_or_loopback" | "any";
                        /**
                         * @description true: only clients that prove themselves by a signed JWT (RFC 7523)
                         * @default false
                         */
                        require_private_key_jwt?: boolean;
                    };
                    /**
                     * @description After so many seconds the user is asked again, whatever happened meanwhile
                     * @default 2592000
                     */
                    grant_seconds?: number;
                    /** @description The longest that a refresh token of theirs may lie unused, in seconds; as for all clients when absent */
                    refresh_token_seconds?: number;
                    /** @description Dynamic client registration (RFC 7591) */
                    registration?: {
                        /**
                         * @description How many may be registered in all
                         * @default 100000
                         */
                        clients?: number;
                        /**
                         * @description How many may be registered from a network (IPv4 /24, IPv6 /64; four times as many from an IPv6 /48)
                         * @default 100
                         */
                        clients_per_network?: number;
                        /**
                         * @description Seconds after which a client is removed that got no further token
                         * @default 7776000
                         */
                        idle_seconds?: number;
                        /**
                         * @description token: with an initial access token alone; open: anybody, for public clients; closed: nobody any more, and those that are registered stay
                         * @enum {string}
                         */
                        mode: "token" | "open" | "closed";
                        /**
                         * @description true: none is registered without one
                         * @default false
                         */
                        require_software_statement?: boolean;
                        /**
                         * @description true: each use of a registration access token gives the next one (RFC 7592, section 2)
                         * @default true
                         */
                        rotate_registration_access_tokens?: boolean;
                        /**
                         * @description Whose software statements are accepted; a statement of anybody else is refused
                         * @default []
                         */
                        software_statement_issuers?: {
                            /**
                             * @description JWS algorithms of its statements (RFC 7518, section 3.1)
                             * @default [
                             *       "RS256"
                             *     ]
                             */
                            algorithms?: ("RS256" | "PS256" | "ES256" | "EdDSA")[];
                            /** @description The claim iss of its statements, exactly */
                            issuer: string;
                            /**
                             * Format: uri
                             * @description Where its keys are; asked through the outbound guard
                             */
                            jwks_uri: string;
                        }[];
                        /**
                         * @description Seconds after which a client is removed that never got a token
                         * @default 1209600
                         */
                        unused_seconds?: number;
                    };
                    /**
                     * @description OpenID Connect scopes that they may ask for, with spaces between them
                     * @default openid offline_access
                     */
                    scope?: string;
                    /**
                     * @description The most that they may ask for of APIs: scopes by resource
                     * @default {}
                     */
                    scopes?: {
                        [key: string]: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnregisteredClientsPolicy"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUsersPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersPolicy"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceUsersPolicy: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Further claims of users, by name; APIs get them too where their `claims` name them. null takes back one that was declared
                     * @default {}
                     */
                    claims?: {
                        [key: string]: {
                            /**
                             * @description roles: the names of the roles of the user, as a list
                             * @enum {string}
                             */
                            from?: "roles";
                            /**
                             * @description Who asks for this scope gets it: profile when absent, or that of a standard claim
                             * @enum {string}
                             */
                            scope?: "profile" | "email" | "address" | "phone" | "groups";
                            /**
                             * @description string when absent, or what a standard claim is; list is a list of strings, address the standard object
                             * @enum {string}
                             */
                            type?: "string" | "number" | "boolean" | "list" | "address";
                        } | null;
                    };
                    /**
                     * @description Roles of everybody who registers
                     * @default []
                     */
                    registration_roles?: string[];
                    /** @description Terms of use that everybody must accept before going on to an application */
                    terms?: {
                        /** @description Where they can be read */
                        uri: string;
                        /** @description A new one is asked for again */
                        version: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsersPolicy"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegistrationTokens: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RegistrationToken"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addRegistrationToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 7 */
                    expires_in_days?: number;
                    /** @description What it is for */
                    label: string;
                    /** @description OpenID Connect scopes at most; absent: all that the policy allows */
                    scope?: string;
                    /** @description Scopes of APIs at most, by resource; absent: all that the policy allows */
                    scopes?: {
                        [key: string]: string[];
                    };
                    /**
                     * @description As many clients may be registered with it
                     * @default 1
                     */
                    uses?: number;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewRegistrationToken"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeRegistrationToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Identifier of the token */
                registration_token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportRegistry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Registry"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyRegistry: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegistryDocument"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppliedRegistry"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProfileReport: {
        parameters: {
            query?: {
                /** @description Only this client, also when it is disabled, and when nobody registered it */
                client?: string;
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
                /** @description Only this API, by its indicator */
                resource?: string;
            };
            header?: never;
            path: {
                /** @description What is reported on */
                profile: "mcp-2026-07-28" | "oauth21";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProfileReport"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listResources: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Resource"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createResource: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here
                     * @enum {string}
                     */
                    access_token_signing_alg?: "RS256" | "PS256" | "ES256";
                    /** @description Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent */
                    access_token_ttl_seconds?: number;
                    /**
                     * @description Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares
                     * @default []
                     */
                    claims?: string[];
                    /**
                     * @description What a client gets that asks for no scope
                     * @default []
                     */
                    default_scopes?: string[];
                    /** @description Resource indicator (RFC 8707): the audience of its access tokens */
                    indicator: string;
                    /** @description A sign-in for it may be so long ago at most */
                    max_auth_age_seconds?: number;
                    /** @description Shown on the consent page: a text, or one for each language by BCP 47 tag */
                    name: string | {
                        [key: string]: string;
                    };
                    /**
                     * @description Level of assurance of every sign-in for it: …:1 is one factor, …:2 is two
                     * @enum {string}
                     */
                    required_acr?: "urn:gatehouse:acr:1" | "urn:gatehouse:acr:2";
                    /** @description Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag */
                    scopes: {
                        [key: string]: string | {
                            [key: string]: string;
                        };
                    };
                    /**
                     * @description jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)
                     * @default jwt
                     * @enum {string}
                     */
                    token_format?: "jwt" | "opaque";
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getResource: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Resource indicator, percent-encoded */
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceResource: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Resource indicator, percent-encoded */
                resource: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description JWS algorithm of its access tokens, RS256 unless given; the API must accept it before it is set here
                     * @enum {string}
                     */
                    access_token_signing_alg?: "RS256" | "PS256" | "ES256";
                    /** @description Lifetime of its access tokens; GATEHOUSE_ACCESS_TOKEN_TTL_SECONDS when absent */
                    access_token_ttl_seconds?: number;
                    /**
                     * @description Claims of the user in its access tokens: roles, email, name, and those that users_policy.claims declares
                     * @default []
                     */
                    claims?: string[];
                    /**
                     * @description What a client gets that asks for no scope
                     * @default []
                     */
                    default_scopes?: string[];
                    /** @description A sign-in for it may be so long ago at most */
                    max_auth_age_seconds?: number;
                    /** @description Shown on the consent page: a text, or one for each language by BCP 47 tag */
                    name: string | {
                        [key: string]: string;
                    };
                    /**
                     * @description Level of assurance of every sign-in for it: …:1 is one factor, …:2 is two
                     * @enum {string}
                     */
                    required_acr?: "urn:gatehouse:acr:1" | "urn:gatehouse:acr:2";
                    /** @description Scope name (RFC 6749, section 3.3) and the sentence that users read: a text, or one for each language by BCP 47 tag */
                    scopes: {
                        [key: string]: string | {
                            [key: string]: string;
                        };
                    };
                    /**
                     * @description jwt: access tokens that it verifies itself (RFC 9068); opaque: it asks by introspection (RFC 7662)
                     * @default jwt
                     * @enum {string}
                     */
                    token_format?: "jwt" | "opaque";
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Resource"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeResource: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Resource indicator, percent-encoded */
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getResourceUses: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Resource indicator, percent-encoded */
                resource: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceUses"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeTokens: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The claim gid of an access token */
                    grant: string;
                } | {
                    /**
                     * Format: date-time
                     * @description Only what was issued earlier, in whole seconds; absent: until now
                     */
                    before?: string;
                    /** @description Identifier (the claim sub) or login */
                    user: string;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeEverything: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Only what was issued earlier, in whole seconds; absent: until now
                     */
                    before?: string;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRoles: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Role"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description 1 to 100 characters of ASCII without blanks */
                    name: string;
                    /** @description Scopes by resource indicator */
                    scopes: {
                        [key: string]: string[];
                    };
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceRole: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Scopes by resource indicator */
                    scopes: {
                        [key: string]: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeRole: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeRoleScopes: {
        parameters: {
            query?: never;
            header: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Name of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Scopes that it gives too
                     * @default {}
                     */
                    grant?: {
                        [key: string]: string[];
                    };
                    /**
                     * @description Scopes that it gives no more
                     * @default {}
                     */
                    revoke?: {
                        [key: string]: string[];
                    };
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Role"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsersOfRole: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Name of the role */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UserOfRole"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServiceAccounts: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ServiceAccount"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addServiceAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description Of users_policy.claims of the registry
                     * @default {}
                     */
                    claims?: {
                        [key: string]: string | number | boolean | string[] | {
                            [key: string]: string;
                        };
                    };
                    /**
                     * Format: date-time
                     * @description Absent: it works until it is revoked
                     */
                    expires_at?: string;
                    /** @description What it signs in with */
                    login: string;
                    /** @description For people who look at a list */
                    name?: string;
                    /** @description The API that it is for */
                    resource: string;
                    scopes: string[];
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** Format: date-time */
                        expires_at?: string;
                        id: string;
                        login: string;
                        /** @description Shown this once */
                        secret: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeServiceAccount: {
        parameters: {
            query?: never;
            header: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Identifier of the service account */
                service_account_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSettings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Settings"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnregisteredClients: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Only those of this host */
                host?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UnregisteredClientInList"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUnregisteredClient: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Client identifier */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UnregisteredClient"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeUnregisteredClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Client identifier */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnregisteredClientGrants: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Client identifier */
                client: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["GrantOfUnregisteredClient"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUnregisteredHosts: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UnregisteredHost"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeUnregisteredHost: {
        parameters: {
            query?: {
                /** @description Let none of this host in any more: a change of the policy */
                block?: string;
            };
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Host, as the list of hosts names it */
                host: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedUnregisteredClients"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserClaims: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserClaims"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
                /** @description The whole login, in any spelling */
                login?: string;
                /** @description How the login or the e-mail address begins, or the whole identifier: logins first, then addresses */
                q?: string;
                /** @description Only users who have that role */
                role?: string;
                /** @description - is the other way round */
                sort?: "login" | "-login" | "created" | "-created";
                /** @description pending: nobody has proved the address, or chosen a password, yet */
                status?: "pending" | "active" | "disabled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewUser"];
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        invitation?: components["schemas"]["Invitation"];
                        login: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
                "application/merge-patch+json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserActivity: {
        parameters: {
            query?: {
                /** @description From `next` of the page before */
                cursor?: string;
                /** @description Entries of a page at most */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Activity"][];
                        /** @description The address of the next page; absent on the last one */
                        next?: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addUserApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Absent: it works until it is revoked
                     */
                    expires_at?: string;
                    /** @description For people who look at a list */
                    name?: string;
                    /** @description The API that it is for */
                    resource: string;
                    scopes: string[];
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Shown this once */
                        api_key: string;
                        /** Format: date-time */
                        expires_at?: string;
                        id: string;
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeUserApiKeys: {
        parameters: {
            query?: never;
            header: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        revoked: number;
                    } | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeUserApiKey: {
        parameters: {
            query?: never;
            header: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Identifier of the key */
                key_id: string;
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserFactors: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Factors"];
                };
            };
            /** @description As it was: If-None-Match named its ETag */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeUserFactors: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserGrants: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Grant"][];
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeUserGrants: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeUserGrant: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Identifier of the grant */
                grant_id: string;
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserIdentities: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UserIdentity"][];
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlinkUserIdentity: {
        parameters: {
            query?: {
                /** @description Also when the user has no other way to sign in, and cannot come in until an operator gives one */
                even_last?: string;
            };
            header: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description As the list says it */
                identity_id: string;
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    inviteUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 7 */
                    expires_in_days?: number;
                    /**
                     * @description Answer the link instead of mailing it; it then proves no address, and needs users:credentials too
                     * @default false
                     */
                    show_link?: boolean;
                };
            };
        };
        responses: {
            /** @description Done, or a preview */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"] | components["schemas"]["Preview"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    setUserPassword: {
        parameters: {
            query?: never;
            header: {
                /** @description The ETag of the object as it was read */
                "If-Match": string;
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason": string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    /** @description For If-Match */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The object was changed meanwhile */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description If-Match is required */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUserSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                    };
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endUserSessions: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    endUserSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Identifier of the session */
                session_id: string;
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserSummary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Found */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSummary"];
                };
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unlockUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Makes a repeated request the same one, for 24 hours */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description dry-run: answers what would change and end, and changes nothing (RFC 7240) */
                Prefer?: components["parameters"]["Prefer"];
                /** @description Why; recorded with what is done. Text beyond ASCII: UTF-8'' and its UTF-8 percent-encoded (RFC 8187, section 3.2) */
                "X-Reason"?: string;
            };
            path: {
                /** @description Subject of the user */
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A preview: nothing was changed */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
            /** @description Done */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not as the API describes it */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description An access token is needed */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The access token lacks a scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such object; or: There is no such object */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This address does not take that method */
            405: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Something there stands against it */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is too large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body must be JSON */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This server answers for another host */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It cannot be done so */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Request line and headers are too long */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The server failed on this request */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The server cannot do this now */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
