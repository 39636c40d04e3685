import { answerAuth } from "@/lib/auth/next-auth-door";

interface Context {
  params: Promise<{ nextauth: string[] }>;
}

export async function GET(request: Request, { params }: Context): Promise<Response> {
  return answerAuth(request, (await params).nextauth);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  return answerAuth(request, (await params).nextauth);
}
