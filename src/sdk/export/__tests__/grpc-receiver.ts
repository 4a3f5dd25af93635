import {
  Server,
  ServerCredentials,
  status,
  type Metadata,
  type ServerUnaryCall,
  type sendUnaryData
} from '@grpc/grpc-js';

/** A request as it arrived. */
export type GrpcArrival = {
  readonly body: string;
  readonly metadata: Metadata;
};

/** A real gRPC server with OTLP's trace service; it keeps what arrived, as bytes. */
export class GrpcReceiver {
  readonly arrivals: GrpcArrival[] = [];
  /** The status of each answer that is not OK, in order. */
  refusals: status[] = [];
  port = 0;
  private readonly _server = new Server();

  async start(): Promise<this> {
    const bytes = (value: Buffer): Buffer => value;
    this._server.addService(
      {
        Export: {
          path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
          requestStream: false,
          responseStream: false,
          requestSerialize: bytes,
          requestDeserialize: bytes,
          responseSerialize: bytes,
          responseDeserialize: bytes
        }
      },
      {
        Export: (
          call: ServerUnaryCall<Buffer, Buffer>,
          answer: sendUnaryData<Buffer>
        ) => {
          const { request, metadata } = call;
          this.arrivals.push({ body: request.toString('latin1'), metadata });
          const code = this.refusals.shift() ?? status.OK;
          answer(
            code === status.OK ? null : { code, details: 'not now' },
            Buffer.alloc(0)
          );
        }
      }
    );
    this.port = await new Promise((resolve, reject) => {
      this._server.bindAsync(
        '127.0.0.1:0',
        ServerCredentials.createInsecure(),
        (error, port) => {
          if (error === null) {
            resolve(port);
          } else {
            reject(error);
          }
        }
      );
    });
    return this;
  }

  stop(): void {
    this._server.forceShutdown();
  }
}
