/**
 * Types that every published IDL takes for granted, in our own words: what [MS-DTYP] (Appendix A, sections 2.2 to 2.4)
 * and the standard imports of DCOM declare, as far as calls carry them.
 */
const DTYP = `
typedef int BOOL, *PBOOL, *LPBOOL;
typedef unsigned char BYTE, *PBYTE, *LPBYTE;
typedef BYTE BOOLEAN, *PBOOLEAN;
typedef wchar_t WCHAR, *PWCHAR;
typedef char CHAR, *PCHAR;
typedef unsigned char UCHAR, *PUCHAR;
typedef float FLOAT;
typedef double DOUBLE;
typedef short SHORT, *PSHORT;
typedef unsigned short USHORT, *PUSHORT, WORD, *PWORD, *LPWORD;
typedef int INT, *PINT, *LPINT;
typedef unsigned int UINT, *PUINT;
typedef long LONG, *PLONG, *LPLONG;
typedef unsigned long ULONG, *PULONG, DWORD, *PDWORD, *LPDWORD;
typedef hyper LONGLONG, *PLONGLONG, LONG64, *PLONG64, INT64, *PINT64;
typedef unsigned hyper ULONGLONG, *PULONGLONG, ULONG64, *PULONG64, UINT64, *PUINT64, QWORD;
typedef unsigned hyper DWORDLONG, *PDWORDLONG, DWORD64, *PDWORD64;
typedef small INT8, *PINT8;
typedef short INT16, *PINT16;
typedef long INT32, *PINT32, LONG32, *PLONG32;
typedef unsigned small UINT8, *PUINT8;
typedef unsigned short UINT16, *PUINT16;
typedef unsigned long UINT32, *PUINT32, ULONG32, *PULONG32, DWORD32, *PDWORD32;
typedef __int3264 LONG_PTR, *PLONG_PTR, INT_PTR, *PINT_PTR;
typedef unsigned __int3264 ULONG_PTR, *PULONG_PTR, DWORD_PTR, *PDWORD_PTR, UINT_PTR, *PUINT_PTR, SIZE_T, *PSIZE_T;
typedef wchar_t UNICODE;
typedef void VOID, *PVOID, *LPVOID;
typedef const void *LPCVOID;
typedef void *HANDLE, *RPC_BINDING_HANDLE, *ADCONNECTION_HANDLE, *LDAP_UDP_HANDLE;
typedef wchar_t *LPWSTR, *PWSTR, *LMSTR;
typedef const wchar_t *LPCWSTR, *PCWSTR, *LMCSTR;
typedef char *LPSTR, *PSTR;
typedef const char *LPCSTR, *PCSTR;
typedef unsigned char *STRING;
typedef LONG HRESULT;
typedef long NTSTATUS;
typedef DWORD NET_API_STATUS, SECURITY_INFORMATION, *PSECURITY_INFORMATION, HCALL, LCID;
typedef DWORD ACCESS_MASK, *PACCESS_MASK;

typedef [context_handle] void *PCONTEXT_HANDLE;
typedef [ref] PCONTEXT_HANDLE *PPCONTEXT_HANDLE;

typedef struct _GUID {
  unsigned long Data1;
  unsigned short Data2;
  unsigned short Data3;
  byte Data4[8];
} GUID, UUID, *PGUID;
typedef GUID uuid_t, IID, CLSID, FMTID, *LPGUID, *LPCLSID, *LPIID;
typedef const GUID *REFGUID, *REFIID, *REFCLSID;

typedef struct _FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

typedef struct _SYSTEMTIME {
  WORD wYear;
  WORD wMonth;
  WORD wDayOfWeek;
  WORD wDay;
  WORD wHour;
  WORD wMinute;
  WORD wSecond;
  WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

typedef struct _LARGE_INTEGER {
  hyper QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
typedef struct _ULARGE_INTEGER {
  unsigned hyper QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;
typedef struct _UINT128 {
  UINT64 lower;
  UINT64 upper;
} UINT128, *PUINT128;

typedef struct _LUID {
  DWORD LowPart;
  LONG HighPart;
} LUID, *PLUID;

typedef struct _MULTI_SZ {
  wchar_t *Value;
  DWORD nChar;
} MULTI_SZ;

typedef struct _RPC_UNICODE_STRING {
  unsigned short Length;
  unsigned short MaximumLength;
  [size_is(MaximumLength / 2), length_is(Length / 2)] WCHAR *Buffer;
} RPC_UNICODE_STRING, *PRPC_UNICODE_STRING;

typedef struct _SERVER_INFO_100 {
  DWORD sv100_platform_id;
  [string] wchar_t *sv100_name;
} SERVER_INFO_100, *PSERVER_INFO_100, *LPSERVER_INFO_100;
typedef struct _SERVER_INFO_101 {
  DWORD sv101_platform_id;
  [string] wchar_t *sv101_name;
  DWORD sv101_version_major;
  DWORD sv101_version_minor;
  DWORD sv101_type;
  [string] wchar_t *sv101_comment;
} SERVER_INFO_101, *PSERVER_INFO_101, *LPSERVER_INFO_101;

typedef struct _RPC_SID_IDENTIFIER_AUTHORITY {
  byte Value[6];
} RPC_SID_IDENTIFIER_AUTHORITY, SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;
typedef struct _RPC_SID {
  unsigned char Revision;
  unsigned char SubAuthorityCount;
  RPC_SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
  [size_is(SubAuthorityCount)] unsigned long SubAuthority[];
} RPC_SID, *PRPC_SID, SID, *PSID;

typedef struct _OBJECT_TYPE_LIST {
  WORD Level;
  ACCESS_MASK Remaining;
  GUID *ObjectType;
} OBJECT_TYPE_LIST, *POBJECT_TYPE_LIST;

typedef struct _ACL {
  unsigned char AclRevision;
  unsigned char Sbz1;
  unsigned short AclSize;
  unsigned short AceCount;
  unsigned short Sbz2;
} ACL, *PACL;
typedef USHORT SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;
typedef struct _SECURITY_DESCRIPTOR {
  UCHAR Revision;
  UCHAR Sbz1;
  SECURITY_DESCRIPTOR_CONTROL Control;
  PSID Owner;
  PSID Group;
  PACL Sacl;
  PACL Dacl;
} SECURITY_DESCRIPTOR, *PSECURITY_DESCRIPTOR;

typedef struct _EVENT_DESCRIPTOR {
  USHORT Id;
  UCHAR Version;
  UCHAR Channel;
  UCHAR Level;
  UCHAR Opcode;
  USHORT Task;
  ULONGLONG Keyword;
} EVENT_DESCRIPTOR, *PEVENT_DESCRIPTOR, *PCEVENT_DESCRIPTOR;
`;

/** [MS-DCOM] 2.2 and the types that Automation's imports bring (MS-OAUT 2.2.23). */
const DCOM = `
typedef struct tagCOMVERSION {
  unsigned short MajorVersion;
  unsigned short MinorVersion;
} COMVERSION;
typedef GUID CID;
typedef unsigned hyper ID, OXID, OID, SETID;
typedef GUID IPID;
typedef LONG SCODE;
typedef DWORD LCTYPE;
typedef wchar_t OLECHAR;
typedef [string] OLECHAR *LPOLESTR;
typedef [string] const OLECHAR *LPCOLESTR;
typedef short VARIANT_BOOL;
typedef double DATE;
typedef hyper CURRENCY, CY;
typedef unsigned short VARTYPE;
typedef long DISPID, MEMBERID;

typedef struct tagORPC_EXTENT {
  GUID id;
  unsigned long size;
  [size_is((size + 7) & ~7)] byte data[];
} ORPC_EXTENT;
typedef struct tagORPC_EXTENT_ARRAY {
  unsigned long size;
  unsigned long reserved;
  [size_is((size + 1) & ~1, ), unique] ORPC_EXTENT **extent;
} ORPC_EXTENT_ARRAY;
typedef struct tagORPCTHIS {
  COMVERSION version;
  unsigned long flags;
  unsigned long reserved1;
  CID cid;
  [unique] ORPC_EXTENT_ARRAY *extensions;
} ORPCTHIS;
typedef struct tagORPCTHAT {
  unsigned long flags;
  [unique] ORPC_EXTENT_ARRAY *extensions;
} ORPCTHAT;
typedef struct tagMInterfacePointer {
  unsigned long ulCntData;
  [size_is(ulCntData)] byte abData[];
} MInterfacePointer;
typedef [unique] MInterfacePointer *PMInterfacePointer;

typedef struct _FLAGGED_WORD_BLOB {
  unsigned long cBytes;
  unsigned long clSize;
  [size_is(clSize)] unsigned short asData[];
} FLAGGED_WORD_BLOB;
typedef [unique] FLAGGED_WORD_BLOB *BSTR;

/* Marshaled by code of their own: what follows them in a stub cannot be told. */
typedef void VARIANT, *LPVARIANT, VARIANTARG, PROPVARIANT, *LPPROPVARIANT, SAFEARRAY, *LPSAFEARRAY;
`;

/** The names of C706 Appendix N (nbase.idl). */
const NBASE = `
typedef unsigned small unsigned8;
typedef unsigned short unsigned16;
typedef unsigned long unsigned32;
typedef unsigned hyper unsigned64;
typedef small signed8;
typedef short signed16;
typedef long signed32;
typedef hyper signed64;
typedef unsigned long boolean32;
`;

/** Our own IDL of the standard imports, by the name that is imported. */
export const PREDEFINED: Readonly<Record<string, string>> = {
  'ms-dtyp.idl': DTYP,
  'ms-dcom.idl': DCOM,
  'nbase.idl': NBASE,
};

/** What imports bring of it. */
export const IMPORTED: Readonly<Record<string, readonly string[]>> = {
  'ms-dtyp.idl': ['ms-dtyp.idl'],
  'dtyp.idl': ['ms-dtyp.idl'],
  'wtypesbase.idl': ['ms-dtyp.idl'],
  'wtypes.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'unknwn.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'objidl.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'oaidl.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'ocidl.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'ms-oaut.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'ms-dcom.idl': ['ms-dtyp.idl', 'ms-dcom.idl'],
  'nbase.idl': ['nbase.idl'],
};

/** Interfaces at the root of DCOM, and how many procedures they have. */
export const ROOTS: Readonly<Record<string, number>> = { IUnknown: 3, IDispatch: 7 };
