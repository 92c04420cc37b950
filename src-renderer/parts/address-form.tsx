// A server by its address and token, with where to find a token; what is wrong stands at the field that it is about.
import { ORPCError } from '@orpc/client';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { z } from 'zod';
import { describeField, describeProblem } from '../client/describe-problem.ts';
import { useMarquee } from '../client/marquee.ts';
import styles from './add-server.module.css';
import { Button } from './button.tsx';
import field from './field.module.css';
import { StrangeCertificate } from './certificate.tsx';

type Props = { uri: string; onBack: () => void; onAdded: () => void };

export function AddressForm({ uri: first, onBack, onAdded }: Props) {
  const { procedures } = useMarquee();
  const [uri, setUri] = useState(first === '' ? 'http://' : first);
  const [token, setToken] = useState('');
  const [trustedCertificate, trust] = useState<string | null>(null);
  const add = useMutation(procedures.servers.add.mutationOptions({ onSuccess: onAdded }));
  const wrong = describeWrong(add.error);
  const start = useRef<HTMLInputElement>(null);
  useEffect(() => start.current?.focus(), []);

  function watch(accepted: string | null) {
    trust(accepted);
    add.mutate({ uri: uri.trim(), token: token.trim(), trustedCertificate: accepted });
  }
  /** What was trusted there is not trusted elsewhere. */
  function moveTo(address: string) {
    setUri(address);
    trust(null);
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    watch(trustedCertificate);
  }

  return (
    <form className={styles.panel} onSubmit={submit} noValidate aria-label="Address and token">
      <h2>Address and token</h2>
      <Field label="Address of the server" value={uri} wrong={wrong.uri} inputRef={start} onChange={moveTo}>
        Such as http://192.168.1.5:32400
      </Field>
      <Field label="Token" value={token} wrong={wrong.token} secret onChange={setToken}>
        It stays with Marquee, and is never shown again.
      </Field>
      <details>
        <summary>Where do I find a token?</summary>
        <ol className={styles.steps}>
          <li>Open Plex in a browser where you are signed in as the owner of the server.</li>
          <li>Open any movie, then its menu, then Get Info, then View XML.</li>
          <li>The address of that page ends with X-Plex-Token= and the token.</li>
        </ol>
      </details>
      <StrangeCertificate fingerprint={wrong.certificate} disabled={add.isPending} onTrust={watch} />
      {wrong.other !== null && (
        <p role="alert" className={styles.problem}>
          {wrong.other}
        </p>
      )}
      <p role="status" className={styles.quiet}>
        {add.isPending && 'Asking the server'}
      </p>
      <div className={styles.acts}>
        <Button look="main" type="submit" disabled={add.isPending}>
          Watch this server
        </Button>
        <Button onClick={onBack}>Back</Button>
      </div>
    </form>
  );
}

type FieldProps = {
  label: string;
  value: string;
  wrong: string | null;
  secret?: boolean;
  inputRef?: React.Ref<HTMLInputElement>;
  onChange: (value: string) => void;
  children: string;
};

function Field({ label, value, wrong, secret = false, inputRef, onChange, children }: FieldProps) {
  const id = useId();
  return (
    <div className={field.stacked}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={inputRef}
        type={secret ? 'password' : 'text'}
        inputMode={secret ? undefined : 'url'}
        autoComplete="off"
        spellCheck={false}
        value={value}
        aria-invalid={wrong !== null}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <span
        id={`${id}-hint`}
        role={wrong === null ? undefined : 'alert'}
        className={wrong === null ? field.hint : styles.wrong}
      >
        {wrong ?? children}
      </span>
    </div>
  );
}

const cannotConnectSchema = z.object({ why: z.string(), text: z.string(), certificate: z.string().nullable() });
const aboutToken = ['unauthorized', 'not-owner'];

type Wrong = { uri: string | null; token: string | null; other: string | null; certificate: string | null };

function describeWrong(error: Error | null): Wrong {
  const nothing: Wrong = { uri: null, token: null, other: null, certificate: null };
  if (error === null) return nothing;
  const ofFields = { uri: describeField(error, 'uri'), token: describeField(error, 'token') };
  if (ofFields.uri !== null || ofFields.token !== null) return { ...nothing, ...ofFields };
  const data = error instanceof ORPCError ? cannotConnectSchema.safeParse(error.data) : null;
  if (!data?.success) return { ...nothing, other: describeProblem(error) };
  const { why, text, certificate } = data.data;
  if (aboutToken.includes(why)) return { ...nothing, token: text };
  return { ...nothing, uri: text, certificate };
}
