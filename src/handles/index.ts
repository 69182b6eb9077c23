export { openServiceHandles } from './open-service-handles.ts'
export { createServiceHandles, HANDLE_PATTERN, type ServiceHandles } from './service-handles.ts'
