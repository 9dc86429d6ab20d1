/** What a service of systemd may not do: the part that all units have. */

/**
 * The lines of `[Service]` that shut it in. `systemd-analyze security` measures them.
 * @param service.bindsLowPorts it ends TLS itself, on port 443; then it cannot live among users of its own
 * @param service.hashesPasswords in threads that lower their own priority
 */
export const hardening = ({
  bindsLowPorts = false,
  hashesPasswords = false,
} = {}): string => `# It reads its settings, writes its folders, and talks over the network; it may do nothing else. Missing is what cannot be:
# MemoryDenyWriteExecute=, because V8 compiles JavaScript as it runs; IPAddressDeny=, because mail servers, upstream
# providers and databases are where they are. Where you know all of them, add it with IPAddressAllow=.
${
  bindsLowPorts
    ? 'AmbientCapabilities=CAP_NET_BIND_SERVICE\nCapabilityBoundingSet=CAP_NET_BIND_SERVICE'
    : 'CapabilityBoundingSet=\nPrivateUsers=yes'
}
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
PrivateMounts=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProcSubset=pid
KeyringMode=private
RemoveIPC=yes
LockPersonality=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources @aio @keyring @memlock
${hashesPasswords ? '# Threads that compute password hashes lower their own priority.\nSystemCallFilter=setpriority\n' : ''}SystemCallErrorNumber=EPERM
`;

/** What Node.js makes of the sources is kept from one start to the next, where only the account of the service can write. */
export const compileCache = (folder: string): string => `Environment=NODE_COMPILE_CACHE=%C/${folder}
CacheDirectory=${folder}
CacheDirectoryMode=0700
`;
