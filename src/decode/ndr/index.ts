export type { ArgumentLimits, ArgumentVisitor, PlainScalar, PlainValue } from './arguments.ts';
export { ndrFields, type ReadInside, type StructureText } from './definition.ts';
export { NdrInterface, type NdrInterfaceOptions, type NdrProcedure, ndrInterface } from './interface.ts';
export { ndrLimits } from './limits.ts';
export type { NdrObservation, NdrObservationKind, NdrObservations } from './observation.ts';
export type { NdrTarget } from './record.ts';
export type { Refinement, Refinements } from './refine.ts';
export type { NdrSyntax } from './rules.ts';
export { type NdrInputs, type NdrPayload, type NdrPlace, NdrStub, type StubOptions } from './stub.ts';
