// The OpenAPI document of /api/v1: made from the contract, so that it cannot say anything else than what is served.
import { OpenAPIGenerator, type JSONSchema, type OpenAPI } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { contract } from '../../src-contract/contract.ts';
import { mouthHealthSchema } from '../../src-contract/live.ts';
import { playSchema } from '../../src-contract/play.ts';
import { problemSchema } from '../../src-contract/problem.ts';
import { serverSchema } from '../../src-contract/server.ts';
import { sessionSchema, streamSchema, transcodeSchema } from '../../src-contract/session.ts';
import { filesContract, withFile } from './openapi-files.ts';
import { PROBLEM_TYPE, problemUri } from './to-problem.ts';

/** A procedure without a path of its own (the live feed) is for the window alone. */
export const hasRoute = (options: { contract: { '~orpc': { route: { path?: string } } } }): boolean =>
  options.contract['~orpc'].route.path !== undefined;

type DefinedError = [code: string, message: string, dataRequired: boolean, dataSchema: JSONSchema];

const toErrorSchema = (errors: DefinedError[], status: number): JSONSchema => ({
  oneOf: errors.map(([code, message, dataRequired, dataSchema]) => ({
    type: 'object',
    properties: {
      type: { const: problemUri(code) },
      title: { const: message },
      status: { const: status },
      detail: { type: 'string' },
      code: { const: code },
      ...(dataRequired ? { data: dataSchema } : {}),
    },
    required: ['type', 'title', 'status', 'detail', 'code', ...(dataRequired ? ['data'] : [])],
  })),
});

/** oRPC calls every body `application/json`; ours of errors are problems, and any operation may answer with one. */
const withProblems = (operation: OpenAPI.OperationObject): OpenAPI.OperationObject => {
  const problem = { schema: { $ref: '#/components/schemas/Problem' } };
  const responses = Object.entries(operation.responses ?? {}).map(([status, response]) => {
    if (Number(status) < 400 || '$ref' in response) return [status, response];
    const json = response.content?.['application/json'];
    return [status, { ...response, content: json ? { [PROBLEM_TYPE]: json } : {} }];
  });
  const unsigned = { description: 'No access key, and no signed-in browser', content: { [PROBLEM_TYPE]: problem } };
  const others = { description: 'Any other problem', content: { [PROBLEM_TYPE]: problem } };
  return { ...operation, responses: { 401: unsigned, ...Object.fromEntries(responses), default: others } };
};

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

const withProblemsEverywhere = (item: OpenAPI.PathItemObject): OpenAPI.PathItemObject => {
  const operations = methods.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, withProblems(operation)] as const] : [];
  });
  return { ...item, ...Object.fromEntries(operations) };
};

export const createOpenApiDocument = async (version: string): Promise<OpenAPI.Document> => {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(
    { ...contract, ...filesContract },
    {
      filter: hasRoute,
      info: {
        title: 'Marquee',
        version,
        description:
          'Who is watching what on your Plex servers, how it is delivered and why, and what has been watched before. ' +
          'Times are epoch milliseconds; what is not known is null.',
      },
      servers: [{ url: '/api/v1' }],
      security: [{ accessKey: [] }, { browser: [] }],
      components: {
        securitySchemes: {
          accessKey: { type: 'http', scheme: 'bearer', description: 'The access key of this Marquee' },
          browser: {
            type: 'apiKey',
            in: 'cookie',
            name: 'marquee',
            description: 'A browser that opened a sign-in link; at an address with a port it is marquee-<port>',
          },
        },
      },
      commonSchemas: {
        Server: { schema: serverSchema },
        Session: { schema: sessionSchema },
        Stream: { schema: streamSchema },
        Transcode: { schema: transcodeSchema },
        Play: { schema: playSchema },
        MouthHealth: { schema: mouthHealthSchema },
        Problem: { schema: problemSchema },
      },
      customErrorResponseBodySchema: toErrorSchema,
    },
  );
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => [
    path,
    item && withProblemsEverywhere(withFile(path, item)),
  ]);
  return { ...document, paths: Object.fromEntries(paths) };
};
