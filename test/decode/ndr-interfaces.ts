/**
 * Parts of well-known interfaces in our own words (MS-SRVS, MS-WKST, MS-SAMR, MS-RPCE 2.2.1.2, MS-RRP, MS-NRPC): what
 * the recorded vectors need.
 */
export const SRVSVC = `
import "ms-dtyp.idl";
[uuid(4B324FC8-1670-01D3-1278-5A47BF6EE188), version(3.0), ms_union, pointer_default(unique)]
interface srvsvc {
  typedef [handle, string] WCHAR *SRVSVC_HANDLE;
  typedef struct _SHARE_INFO_0 { [string] WCHAR *shi0_netname; } SHARE_INFO_0, *LPSHARE_INFO_0;
  typedef struct _SHARE_INFO_0_CONTAINER {
    DWORD EntriesRead;
    [size_is(EntriesRead)] LPSHARE_INFO_0 Buffer;
  } SHARE_INFO_0_CONTAINER, *LPSHARE_INFO_0_CONTAINER;
  typedef struct _SHARE_INFO_1 {
    [string] WCHAR *shi1_netname;
    DWORD shi1_type;
    [string] WCHAR *shi1_remark;
  } SHARE_INFO_1, *LPSHARE_INFO_1;
  typedef struct _SHARE_INFO_1_CONTAINER {
    DWORD EntriesRead;
    [size_is(EntriesRead)] LPSHARE_INFO_1 Buffer;
  } SHARE_INFO_1_CONTAINER, *LPSHARE_INFO_1_CONTAINER;
  typedef [switch_type(DWORD)] union _SHARE_ENUM_UNION {
    [case(0)] LPSHARE_INFO_0_CONTAINER Level0;
    [case(1)] LPSHARE_INFO_1_CONTAINER Level1;
  } SHARE_ENUM_UNION;
  typedef struct _SHARE_ENUM_STRUCT {
    DWORD Level;
    [switch_is(Level)] SHARE_ENUM_UNION ShareInfo;
  } SHARE_ENUM_STRUCT, *LPSHARE_ENUM_STRUCT;
  typedef [switch_type(unsigned long)] union _SERVER_INFO {
    [case(100)] LPSERVER_INFO_100 ServerInfo100;
    [case(101)] LPSERVER_INFO_101 ServerInfo101;
  } SERVER_INFO, *LPSERVER_INFO;

  NET_API_STATUS NetrShareEnum(
    [in, string, unique] SRVSVC_HANDLE ServerName,
    [in, out] LPSHARE_ENUM_STRUCT InfoStruct,
    [in] DWORD PreferedMaximumLength,
    [out] DWORD *TotalEntries,
    [in, out, unique] DWORD *ResumeHandle);
  NET_API_STATUS NetrServerGetInfo(
    [in, string, unique] SRVSVC_HANDLE ServerName,
    [in] DWORD Level,
    [out, switch_is(Level)] LPSERVER_INFO InfoStruct);
}`;

export const WKSSVC = `
import "ms-dtyp.idl";
[uuid(6BFFD098-A112-3610-9833-46C3F87E345A), version(1.0), ms_union, pointer_default(unique)]
interface wkssvc {
  typedef [handle] wchar_t *WKSSVC_IMPERSONATE_HANDLE;
  typedef struct _WKSTA_INFO_100 {
    unsigned long wki100_platform_id;
    [string] wchar_t *wki100_computername;
    [string] wchar_t *wki100_langroup;
    unsigned long wki100_ver_major;
    unsigned long wki100_ver_minor;
  } WKSTA_INFO_100, *LPWKSTA_INFO_100;
  typedef [switch_type(unsigned long)] union _WKSTA_INFO {
    [case(100)] LPWKSTA_INFO_100 WkstaInfo100;
    [default];
  } WKSTA_INFO, *LPWKSTA_INFO;
  unsigned long NetrWkstaGetInfo(
    [in, string, unique] WKSSVC_IMPERSONATE_HANDLE ServerName,
    [in] unsigned long Level,
    [out, switch_is(Level)] LPWKSTA_INFO WkstaInfo);
}`;

export const SAMR = `
import "ms-dtyp.idl";
[uuid(12345778-1234-ABCD-EF00-0123456789AC), version(1.0), ms_union, pointer_default(unique)]
interface samr {
  typedef [context_handle] void *SAMPR_HANDLE;
  typedef wchar_t *PSAMPR_SERVER_NAME;
  typedef struct _SAMPR_REVISION_INFO_V1 {
    unsigned long Revision;
    unsigned long SupportedFeatures;
  } SAMPR_REVISION_INFO_V1;
  typedef [switch_type(unsigned long)] union {
    [case(1)] SAMPR_REVISION_INFO_V1 V1;
  } SAMPR_REVISION_INFO;
  typedef struct _SAMPR_ULONG_ARRAY {
    unsigned long Count;
    [size_is(Count)] unsigned long *Element;
  } SAMPR_ULONG_ARRAY, *PSAMPR_ULONG_ARRAY;
  typedef struct _SAMPR_RID_ENUMERATION {
    unsigned long RelativeId;
    RPC_UNICODE_STRING Name;
  } SAMPR_RID_ENUMERATION, *PSAMPR_RID_ENUMERATION;
  typedef struct _SAMPR_ENUMERATION_BUFFER {
    unsigned long EntriesRead;
    [size_is(EntriesRead)] PSAMPR_RID_ENUMERATION Buffer;
  } SAMPR_ENUMERATION_BUFFER, *PSAMPR_ENUMERATION_BUFFER;
  typedef enum _DOMAIN_INFORMATION_CLASS { DomainPasswordInformation = 1, DomainLockoutInformation = 12 } DOMAIN_INFORMATION_CLASS;
  typedef struct _SAMPR_DOMAIN_LOCKOUT_INFORMATION {
    LARGE_INTEGER LockoutDuration;
    LARGE_INTEGER LockoutObservationWindow;
    unsigned short LockoutThreshold;
  } SAMPR_DOMAIN_LOCKOUT_INFORMATION;
  typedef [switch_type(DOMAIN_INFORMATION_CLASS)] union _SAMPR_DOMAIN_INFO_BUFFER {
    [case(DomainLockoutInformation)] SAMPR_DOMAIN_LOCKOUT_INFORMATION Lockout;
  } SAMPR_DOMAIN_INFO_BUFFER, *PSAMPR_DOMAIN_INFO_BUFFER;
  typedef enum _USER_INFORMATION_CLASS { UserGeneralInformation = 1, UserControlInformation = 16 } USER_INFORMATION_CLASS;
  typedef struct _USER_CONTROL_INFORMATION { unsigned long UserAccountControl; } USER_CONTROL_INFORMATION;
  typedef [switch_type(USER_INFORMATION_CLASS)] union _SAMPR_USER_INFO_BUFFER {
    [case(UserGeneralInformation)] RPC_UNICODE_STRING General;
    [case(UserControlInformation)] USER_CONTROL_INFORMATION Control;
  } SAMPR_USER_INFO_BUFFER, *PSAMPR_USER_INFO_BUFFER;

  long SamrConnect5(
    [in, unique, string] PSAMPR_SERVER_NAME ServerName,
    [in] unsigned long DesiredAccess,
    [in] unsigned long InVersion,
    [in, switch_is(InVersion)] SAMPR_REVISION_INFO *InRevisionInfo,
    [out] unsigned long *OutVersion,
    [out, switch_is(*OutVersion)] SAMPR_REVISION_INFO *OutRevisionInfo,
    [out] SAMPR_HANDLE *ServerHandle);
  long SamrLookupNamesInDomain(
    [in] SAMPR_HANDLE DomainHandle,
    [in, range(0, 1000)] unsigned long Count,
    [in, size_is(1000), length_is(Count)] RPC_UNICODE_STRING Names[*],
    [out] PSAMPR_ULONG_ARRAY RelativeIds,
    [out] PSAMPR_ULONG_ARRAY Use);
  long SamrOpenDomain(
    [in] SAMPR_HANDLE ServerHandle,
    [in] unsigned long DesiredAccess,
    [in] PRPC_SID DomainId,
    [out] SAMPR_HANDLE *DomainHandle);
  long SamrEnumerateUsersInDomain(
    [in] SAMPR_HANDLE DomainHandle,
    [in, out] unsigned long *EnumerationContext,
    [in] unsigned long UserAccountControl,
    [out] PSAMPR_ENUMERATION_BUFFER *Buffer,
    [in] unsigned long PreferedMaximumLength,
    [out] unsigned long *CountReturned);
  NTSTATUS SamrQueryInformationDomain(
    [in] SAMPR_HANDLE DomainHandle,
    [in] DOMAIN_INFORMATION_CLASS DomainInformationClass,
    [out, switch_is(DomainInformationClass)] PSAMPR_DOMAIN_INFO_BUFFER *Buffer);
  NTSTATUS SamrQueryInformationUser(
    [in] SAMPR_HANDLE UserHandle,
    [in] USER_INFORMATION_CLASS UserInformationClass,
    [out, switch_is(UserInformationClass)] PSAMPR_USER_INFO_BUFFER *Buffer);
}`;

export const EPM = `
import "ms-dtyp.idl";
[uuid(E1AF8308-5D1F-11C9-91A4-08002B14A0FA), version(3.0), pointer_default(ref)]
interface ept {
  typedef struct { unsigned long tower_length; [size_is(tower_length)] byte tower_octet_string[]; } twr_t, *twr_p_t;
  typedef [context_handle] void *ept_lookup_handle_t;
  void ept_map(
    [in] handle_t hEpMapper,
    [in, ptr] UUID *obj,
    [in, ptr] twr_p_t map_tower,
    [in, out] ept_lookup_handle_t *entry_handle,
    [in, range(0, 500)] unsigned long max_towers,
    [out] unsigned long *num_towers,
    [out, ptr, size_is(max_towers), length_is(*num_towers)] twr_p_t *ITowers,
    [out] error_status_t *status);
}`;

export const WINREG = `
import "ms-dtyp.idl";
[uuid(338CD001-2244-31F1-AAAA-900038001003), version(1.0), ms_union, pointer_default(unique)]
interface winreg {
  typedef [context_handle] void *RPC_HKEY;
  typedef RPC_UNICODE_STRING RRP_UNICODE_STRING, *PRRP_UNICODE_STRING;
  error_status_t BaseRegQueryValue(
    [in] RPC_HKEY hKey,
    [in] PRRP_UNICODE_STRING lpValueName,
    [in, out, unique] LPDWORD lpType,
    [in, out, unique, size_is(lpcbData ? *lpcbData : 0), length_is(lpcbLen ? *lpcbLen : 0)] LPBYTE lpData,
    [in, out, unique] LPDWORD lpcbData,
    [in, out, unique] LPDWORD lpcbLen);
}`;

export const NETLOGON = `
import "ms-dtyp.idl";
[uuid(12345678-1234-ABCD-EF00-01234567CFFB), version(1.0), ms_union, pointer_default(unique)]
interface netlogon {
  typedef [handle] wchar_t *LOGONSRV_HANDLE;
  typedef enum _NETLOGON_SECURE_CHANNEL_TYPE { NullSecureChannel = 0, WorkstationSecureChannel = 2 } NETLOGON_SECURE_CHANNEL_TYPE;
  typedef struct _NETLOGON_CREDENTIAL { CHAR data[8]; } NETLOGON_CREDENTIAL, *PNETLOGON_CREDENTIAL;
  NTSTATUS NetrServerAuthenticate3(
    [in, unique, string] LOGONSRV_HANDLE PrimaryName,
    [in, string] wchar_t *AccountName,
    [in] NETLOGON_SECURE_CHANNEL_TYPE SecureChannelType,
    [in, string] wchar_t *ComputerName,
    [in] PNETLOGON_CREDENTIAL ClientCredential,
    [out] PNETLOGON_CREDENTIAL ServerCredential,
    [in, out] ULONG *NegotiateFlags,
    [out] ULONG *AccountRid);
}`;
